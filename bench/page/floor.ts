import { madeContainer, madeSample, ROWS } from './made-data.ts';

/** The least a page can do: 200 rows of five figures, each second put into its text node by hand. No lines. */
export function floor(root: HTMLElement): void {
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const row = document.createElement('div');
    row.style.cssText = 'display:grid;grid-template-columns:repeat(6,1fr);height:36px';
    const { id, name } = madeContainer(i);
    const cells = Array.from({ length: 6 }, () => {
      const cell = document.createElement('span');
      const text = document.createTextNode('');
      cell.append(text);
      row.append(cell);
      return text;
    });
    const [title, ...figures] = cells;
    if (title) title.data = name;
    root.append(row);
    return { id, figures };
  });
  setInterval(() => {
    for (const { id, figures } of rows) {
      const sample = madeSample(id, Date.now());
      const values = [
        sample.cpuPercent,
        sample.memoryBytes,
        sample.networkRxRate,
        sample.networkTxRate,
        sample.memoryPercent,
      ];
      for (const [i, figure] of figures.entries()) figure.data = (values[i] ?? 0).toFixed(1);
    }
  }, 1000);
}
