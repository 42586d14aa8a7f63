import { type CommandDef, type ChannelDef } from '#shared/contract/define.ts';
import { channels, commands } from '#shared/contract/index.ts';
import { ERROR_CODES, ERROR_STATUS } from '#shared/protocol/errors.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (value: string): string => value.replaceAll(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2024;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #d9dde2}
code{font:13px ui-monospace,monospace}a{color:#2f5bd7}@media(prefers-color-scheme:dark){body{color:#e6e9ee;background:#14171c}th,td{border-color:#2a2f37}a{color:#8ea8ff}}`;

/** The reference for people, made from the contract as `openapi.json` is for programs. */
export function referencePage(version: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Quayside reference</title><style>${STYLE}</style>
<main><h1>Quayside ${text(version)}, protocol 1</h1>
<p>Every command: <code>POST /api/v1/call/NAME</code> with its params as JSON, or <code>call</code> over Socket.io. Every channel: <code>GET /api/v1/poll/NAME</code>, or <code>subscribe</code>.
All shapes in full: <a href="/api/v1/openapi.json">openapi.json</a> (needs a token).</p>
${table(
  'Commands',
  ['Command', 'Role', 'What it does'],
  (Object.entries(commands) as [string, CommandDef][]).map(([name, def]) => [
    code(name),
    `${def.role}${def.needsNetworkSwitch ? ' +' : ''}`,
    text(def.summary),
  ]),
)}
<p>+ from the network only while “Allow from the network” is on.</p>
${table(
  'Channels',
  ['Channel', 'Kind', 'Role', 'What it carries'],
  (Object.entries(channels) as [string, ChannelDef][]).map(([name, def]) => [
    code(name),
    def.kind,
    def.role,
    text(def.summary),
  ]),
)}
${table(
  'Errors',
  ['Code', 'HTTP status'],
  ERROR_CODES.map((name) => [code(name), String(ERROR_STATUS[name])]),
)}
</main></html>`;
}

const code = (value: string): string => `<code>${text(value)}</code>`;

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]): string => row.map((cell) => `<${tag}>${cell}</${tag}>`).join('');
  return `<h2>${title}</h2><table><thead><tr>${cells('th', head)}</tr></thead><tbody>${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('')}</tbody></table>`;
}
