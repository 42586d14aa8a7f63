const PLAIN = /^[A-Za-z0-9_./:@%+=,-]*$/;

/** An `.env` file as compose reads it: one variable a line, quoted where a value would be taken for something else. */
export const asDotEnv = (variables: readonly { name: string; value: string }[]): string =>
  variables.map(({ name, value }) => `${name}=${quoted(value)}\n`).join('');

function quoted(value: string): string {
  if (PLAIN.test(value)) return value;
  // Between single quotes nothing means anything; what they cannot hold is escaped between double ones.
  if (!/['\n\r]/.test(value)) return `'${value}'`;
  const escaped = value
    .replace(/[\\"$]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return `"${escaped}"`;
}
