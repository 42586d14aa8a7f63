import { expect, test } from 'vitest';
import { Client } from '#shared/client/client.ts';
import { loopback } from '#shared/protocol/loopback.ts';
import type { TrayLook } from '#main/tray/tray-model.ts';
import { TrayWatch } from '#main/tray/tray-watch.ts';
import { FakeClock } from '#testing/fake-clock.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a look is given when its words change, at most every 5 s, and nothing after the end', async () => {
  const clock = new FakeClock();
  const client = new Client({ clock });
  client.attach(loopback().client); // nobody answers: what the engine does is not known
  const looks: TrayLook[] = [];
  let cpuPercent = 10;
  let asked = 0;
  const watch = new TrayWatch({
    client,
    clock,
    machine: () => {
      asked += 1;
      return Promise.resolve({ cpuPercent, memoryUsedBytes: 1, memoryTotalBytes: 2 });
    },
    samples: () => [],
    dismissed: () => [],
    onLook: (look) => looks.push(look),
  });
  await settled();
  expect(looks).toHaveLength(1);
  cpuPercent = 10.3; // the same words
  await clock.advance(5000);
  await settled();
  expect(asked).toBe(2);
  expect(looks).toHaveLength(1);
  cpuPercent = 20;
  await clock.advance(4900);
  await settled();
  expect(asked).toBe(2);
  await clock.advance(100);
  await settled();
  expect(looks).toHaveLength(2);
  expect(JSON.stringify(looks[1])).toContain('CPU 20 %');
  watch.dispose();
  client.dispose();
  cpuPercent = 30;
  await clock.advance(60_000);
  await settled();
  expect(looks).toHaveLength(2);
});

test('figures that cannot be read leave their row out', async () => {
  const clock = new FakeClock();
  const client = new Client({ clock });
  const looks: TrayLook[] = [];
  const watch = new TrayWatch({
    client,
    clock,
    machine: () => Promise.reject(new Error('no /proc here')),
    samples: () => [],
    dismissed: () => [],
    onLook: (look) => looks.push(look),
  });
  await settled();
  expect(JSON.stringify(looks)).not.toContain('CPU');
  expect(looks).toHaveLength(1);
  watch.dispose();
  client.dispose();
});
