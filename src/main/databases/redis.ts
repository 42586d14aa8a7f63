import { AppError } from '#shared/protocol/errors.ts';
import { splitWords } from '#shared/format/split-words.ts';
import { MAX_PAGE_CHARACTERS } from '#shared/contract/db-queries.ts';
import {
  type Adapter,
  type ClientCall,
  type DatabaseAccess,
  type Failure,
  refused,
  type Row,
  type RowReader,
} from '#main/databases/adapter.ts';
import { positionAt, positionWords } from '#main/databases/statement.ts';

/** Redis has no read-only mode: what is not in this list is not sent. Where second words are named, only those. */
const READS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...words('GET MGET STRLEN GETRANGE SUBSTR LCS EXISTS TYPE TTL PTTL EXPIRETIME PEXPIRETIME SCAN RANDOMKEY DBSIZE'),
  ...words('HGET HMGET HGETALL HKEYS HVALS HLEN HEXISTS HSTRLEN HRANDFIELD HSCAN HTTL'),
  ...words(
    'LRANGE LLEN LINDEX LPOS SMEMBERS SCARD SISMEMBER SMISMEMBER SRANDMEMBER SINTER SUNION SDIFF SINTERCARD SSCAN',
  ),
  ...words('ZRANGE ZREVRANGE ZRANGEBYSCORE ZREVRANGEBYSCORE ZRANGEBYLEX ZREVRANGEBYLEX ZCARD ZCOUNT ZLEXCOUNT ZSCORE'),
  ...words('ZMSCORE ZRANK ZREVRANK ZRANDMEMBER ZINTER ZUNION ZDIFF ZINTERCARD ZSCAN SORT_RO'),
  ...words('XRANGE XREVRANGE XLEN XINFO XPENDING GEOPOS GEODIST GEOHASH GEOSEARCH BITCOUNT BITPOS GETBIT BITFIELD_RO'),
  ...words('PING ECHO TIME INFO LASTSAVE LOLWUT'),
  ['OBJECT', ['ENCODING', 'FREQ', 'IDLETIME', 'REFCOUNT']],
  ['MEMORY', ['USAGE', 'STATS', 'DOCTOR']],
  ['CLIENT', ['LIST', 'INFO', 'ID', 'GETNAME']],
  ['COMMAND', ['COUNT', 'INFO', 'LIST', 'DOCS']],
  ['SLOWLOG', ['GET', 'LEN']],
  ['LATENCY', ['LATEST', 'HISTORY', 'DOCTOR']],
  ['ACL', ['WHOAMI']],
]);
/** They hold the connection, or make another client of it: nothing comes back that could be shown. */
const NEVER = /^(MONITOR|SUBSCRIBE|PSUBSCRIBE|SSUBSCRIBE|SYNC|PSYNC|SHUTDOWN|QUIT|MULTI|EXEC|HELLO|RESET)$/;

function words(text: string): [string, readonly string[]][] {
  return text.split(' ').map((word) => [word, []]);
}

function check(statement: string, writes: boolean): void {
  const trimmed = statement.trim();
  if (trimmed === '') throw refused('Write a command.');
  const lineEnd = trimmed.search(/[\r\n]/);
  if (lineEnd >= 0)
    throw refused(
      `One command at a time: a second line begins at ${positionWords(positionAt(statement, statement.indexOf(trimmed) + lineEnd + 1))}.`,
    );
  const [first = '', second = ''] = splitWords(trimmed).map((word) => word.toUpperCase());
  if (!/^[A-Z_.]+$/.test(first)) throw refused('A command begins with its name, such as GET.');
  if (NEVER.test(first)) throw refused(`${first} is not run here.`, 'A terminal has the whole client.');
  if (writes) return;
  if (first === 'KEYS')
    throw refused(
      'KEYS holds up the whole database while it looks.',
      'SCAN 0 MATCH pattern COUNT 500 gives the same in parts.',
    );
  const more = READS.get(first);
  if (!more || (more.length > 0 && !more.includes(second)))
    throw refused(
      `Read only: ${more ? `${first} ${second}`.trim() : first} is not run.`,
      'Commands that only read are: GET, HGETALL, LRANGE, SMEMBERS, ZRANGE, SCAN, TTL, INFO and alike.',
    );
}

function client(
  access: DatabaseAccess,
  user: string | null,
  database: string | null,
  args: readonly string[],
): ClientCall {
  const secret = access.secretOf(user);
  return {
    clients: ['redis-cli', 'valkey-cli', 'keydb-cli'],
    args: [
      '--no-auth-warning',
      ...(access.port === undefined ? [] : ['-p', access.port]),
      ...(user === null ? [] : ['--user', user]),
      ...(database === null ? [] : ['-n', database]),
      ...args,
    ],
    env: [],
    ...(secret && { secret: { ...secret, variable: 'REDISCLI_AUTH' } }),
  };
}

const cell = (value: unknown): string | null =>
  value === null ? null : typeof value === 'string' ? value : JSON.stringify(value);

/** An answer as rows: a map by its fields, a list by its numbers, anything else alone. */
class JsonRows implements RowReader {
  columns: readonly string[] | undefined;
  #text = '';

  push(text: string): Row[] {
    this.#text += text;
    if (this.#text.length > MAX_PAGE_CHARACTERS)
      throw new AppError('too_large', 'The answer is larger than 1 MB.', { hint: 'Ask for a part of it.' });
    return [];
  }

  end(): Row[] {
    const text = this.#text.replace(/\r?\n$/, '');
    if (text === '') return [];
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // INFO and its like are plain lines, whatever was asked for.
      this.columns = ['line'];
      return text.split(/\r?\n/).map((line) => [line]);
    }
    if (Array.isArray(value)) return this.#list(value);
    if (typeof value === 'object' && value !== null) {
      this.columns = ['field', 'value'];
      return Object.entries(value).map(([field, one]) => [field, cell(one)]);
    }
    this.columns = ['value'];
    return [[cell(value)]];
  }

  #list(list: readonly unknown[]): Row[] {
    const [first] = list;
    const width = Array.isArray(first) ? first.length : 0;
    if (width > 1 && list.every((one) => Array.isArray(one) && one.length === width)) {
      this.columns = [
        '#',
        ...Array.from({ length: width }, (_, index) => (index === 0 ? 'value' : `value ${index + 1}`)),
      ];
      return list.map((one, index) => [String(index + 1), ...(one as unknown[]).map(cell)]);
    }
    this.columns = ['#', 'value'];
    return list.map((one, index) => [String(index + 1), cell(one)]);
  }
}

function failure(stderr: string, _statement: string, output: string): Failure {
  const message = (stderr.trim() || output.trim()).replace(/^(\(error\)|Error:) /, '');
  return {
    message: message || 'redis-cli ended without a word.',
    ...(/NOAUTH|WRONGPASS|Could not connect|invalid DB index/i.test(message) && { kind: 'connection' as const }),
    ...(/Unrecognized option.*(json|-e)/.test(message) && { hint: 'redis-cli 7.0 or newer is needed in the image.' }),
  };
}

export const redis: Adapter = {
  kind: 'redis',
  check,
  call: ({ statement, user, database }, access) =>
    client(access, user, database, ['--json', '-e', ...splitWords(statement.trim())]),
  reader: () => new JsonRows(),
  canSkip: false,
  failure,
  version: { clients: ['redis-cli', 'valkey-cli', 'keydb-cli'], args: ['--version'], env: [] },
  list: (access) => client(access, access.user, null, ['info', 'keyspace']),
  // Only those that hold something; 0 is always there.
  names: (output) => [...new Set(['0', ...[...output.matchAll(/^db(\d+):/gm)].map(([, number = '']) => number)])],
};
