const cell = (text: string | null): string => {
  if (text === null) return '';
  // Quoted where it is empty too: that is how it differs from NULL.
  return text === '' || /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Rows as RFC 4180 has them, with a line of names; nothing at all between commas is NULL. */
export const csvText = (columns: readonly string[], rows: readonly (readonly (string | null)[])[]): string =>
  [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
