import { describe, expect, it } from 'vitest';
import { ROLES } from '#shared/contract/define.ts';
import { type ChannelName, channels, commands, isChannel, isCommand } from '#shared/contract/index.ts';
import { ERROR_CODES, ERROR_STATUS, AppError, toAppError } from '#shared/protocol/errors.ts';
import { sampleItems, sampleWholes } from '#testing/samples.ts';

const ID = 'a'.repeat(64);

describe.each(Object.keys(channels) as ChannelName[])('%s', (name) => {
  it('takes its sample, which survives JSON and structured clone', () => {
    const { item } = channels[name];
    const sample = sampleItems[name];
    expect(item.parse(sample)).toEqual(sample);
    expect(item.parse(JSON.parse(JSON.stringify(sample)))).toEqual(sample);
    expect(item.parse(structuredClone(sample))).toEqual(sample);
  });

  it('says who may watch it and what it is for', () => {
    expect(ROLES).toContain(channels[name].role);
    expect(channels[name].summary.length).toBeGreaterThan(15);
  });

  it('refuses params that it does not know', () => {
    const params = { container: ID, session: 'abcdefgh', all: true, nonsense: 1 };
    expect(channels[name].params.safeParse(params).success).toBe(false);
  });
});

describe('state channels', () => {
  it.each(Object.entries(sampleWholes))('%s have a whole value', (name, whole) => {
    expect(channels[name as ChannelName].kind).toBe('state');
    expect(channels[name as ChannelName].whole.parse(whole)).toEqual(whole);
  });

  it('are all in the list of wholes', () => {
    const states = Object.entries(channels).flatMap(([name, def]) => (def.kind === 'state' ? [name] : []));
    expect(Object.keys(sampleWholes).sort()).toEqual(states.sort());
  });
});

describe('containers in params', () => {
  const good = ['web', 'a'.repeat(64), 'f00d', 'my_app.web-1'];
  const bad = [
    '',
    '../images',
    '..%2fversion',
    'a/../b',
    'x?force=1&y=',
    '-x',
    '.hidden',
    'a b',
    'a\nb',
    'x'.repeat(513),
    '<img onerror=1>',
    'é',
  ];
  it.each(good)('may be %j', (ref) =>
    expect(commands['containers.stop'].params.safeParse({ container: ref }).success).toBe(true),
  );
  it.each(bad)('may not be %j', (ref) =>
    expect(commands['containers.stop'].params.safeParse({ container: ref }).success).toBe(false),
  );
});

describe('params', () => {
  it('fill in the engine and other defaults', () => {
    expect(channels['logs:stream'].params.parse({ container: 'web' })).toEqual({ container: 'web', engine: 'default' });
    expect(channels['logs:stream'].view.parse({})).toEqual({ tail: 1000 });
    expect(commands['containers.list'].params.parse({})).toEqual({ engine: 'default', all: true });
    expect(commands['containers.logs'].params.parse({ container: 'web' })).toMatchObject({ tail: 1000 });
  });

  it.each([{ engine: 'Upper' }, { engine: '' }, { engine: 'x'.repeat(41) }, { engine: '../x' }])(
    'refuse the engine name %j',
    (params) => {
      expect(channels.containers.params.safeParse(params).success).toBe(false);
    },
  );

  it.each(['yesterday', '-1', '2026-11-21', '1.0000000001'])(
    'refuse the time %j, which Docker would take for everything',
    (since) => {
      expect(channels['logs:read'].params.safeParse({ container: 'web', since }).success).toBe(false);
    },
  );

  it('give a stop its grace and 15 s', () => {
    const { timeoutMs } = commands['containers.stop'];
    const of = timeoutMs as (params: { timeoutSeconds?: number }) => number;
    expect(of({})).toBe(25_000);
    expect(of({ timeoutSeconds: 60 })).toBe(75_000);
  });
});

describe('names', () => {
  it('are looked up without the prototype', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', '']) {
      expect(isChannel(name)).toBe(false);
      expect(isCommand(name)).toBe(false);
    }
    expect(isChannel('logs:stream')).toBe(true);
    expect(isCommand('containers.stop')).toBe(true);
  });
});

describe('errors', () => {
  it('have one status each, and cross a door without their stack', () => {
    expect(ERROR_CODES).toHaveLength(12);
    for (const code of ERROR_CODES) expect(ERROR_STATUS[code]).toBeGreaterThanOrEqual(400);
    const error = new AppError('conflict', 'taken', {
      reason: 'taken',
      hint: 'Choose another.',
      cause: new Error('inner'),
    });
    expect(JSON.parse(JSON.stringify(error.toShape()))).toEqual({
      code: 'conflict',
      message: 'taken',
      hint: 'Choose another.',
      reason: 'taken',
    });
    expect(AppError.fromShape(error.toShape()).toShape()).toEqual(error.toShape());
  });

  it('keep an AppError as it is and give anything else a number', () => {
    const reported: string[] = [];
    const known = new AppError('timeout', 'late');
    expect(
      toAppError(
        known,
        () => reported.push('x'),
        () => 'id',
      ),
    ).toBe(known);
    expect(
      toAppError(
        'boom',
        (thrown, id) => reported.push(`${String(thrown)} ${id}`),
        () => 'id7',
      ).toShape(),
    ).toMatchObject({ code: 'internal', id: 'id7' });
    expect(reported).toEqual(['boom id7']);
  });
});

it('settings.set changes what is named and leaves the rest alone', () => {
  expect(commands['settings.set'].params.parse({ theme: 'dark' })).toEqual({ theme: 'dark' });
  expect(commands['settings.set'].params.safeParse({ zoom: 400 }).success).toBe(false);
  expect(commands['settings.set'].params.safeParse({ nonsense: 1 }).success).toBe(false);
});
