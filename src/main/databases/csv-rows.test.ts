import { describe, expect, it } from 'vitest';
import { CsvRows } from '#main/databases/csv-rows.ts';
import { seeded } from '#testing/random.ts';

const read = (text: string, cuts: readonly number[] = [], quote: '"' | "'" = '"') => {
  const reader = new CsvRows(quote);
  const places = [0, ...[...cuts].sort((a, b) => a - b), text.length];
  const rows = places.slice(1).flatMap((end, index) => reader.push(text.slice(places[index], end)));
  return [...rows, ...reader.end()];
};
const texts = (text: string): string[][] => read(text).map((row) => row.map((cell) => cell.text));

describe('comma-separated rows', () => {
  it('keep quotes, commas and line ends inside of a cell', () => {
    expect(texts('a,b\n"x\ny","say ""hi"", then"\r\n')).toEqual([
      ['a', 'b'],
      ['x\ny', 'say "hi", then'],
    ]);
  });

  it('tell the quoted empty text from nothing', () => {
    expect(read('"",\n')).toEqual([
      [
        { text: '', isQuoted: true },
        { text: '', isQuoted: false },
      ],
    ]);
  });

  it('read the literals of SQLite', () => {
    expect(read("1,NULL,'it''s',X'00ff'\n", [], "'")[0]?.map(({ text }) => text)).toEqual([
      '1',
      'NULL',
      "it's",
      "X'00ff'",
    ]);
  });

  it('are what was written, wherever they are cut', () => {
    const { below } = seeded(7);
    const pieces = ['a', '"', ',', '\n', '\r\n', ' ', 'é', '😀', "'", '""', '\\', ''];
    for (let run = 0; run < 300; run++) {
      const columns = 1 + below(4);
      const rows = Array.from({ length: 1 + below(5) }, () =>
        Array.from({ length: columns }, () =>
          Array.from({ length: below(6) }, () => pieces[below(pieces.length)]).join(''),
        ),
      );
      const text = rows.map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`).join('');
      const cuts = Array.from({ length: below(5) }, () => below(text.length));
      expect(read(text, cuts).map((row) => row.map((cell) => cell.text))).toEqual(rows);
    }
  });
});
