import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';

/**
 * The address by which the page of a program can be looked into, once it has one. The program was started with
 * `--remote-debugging-port=0` and a pipe as its standard error; Playwright's own way needs a fuse that is off.
 */
export async function whenDevtoolsListen({ stderr }: ChildProcess): Promise<string> {
  if (!stderr) throw new Error('the standard error of the program is not read');
  const said: string[] = [];
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(stderr)
      .on('line', (line) => {
        const found = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
        if (found === undefined) said.push(line);
        else resolve(found);
      })
      .once('close', () => reject(new Error(`The program ended at its start:\n${said.join('\n')}`)));
  });
  await untilThereIsAPage(new URL(address).host);
  return address;
}

/** Who connects while the first window is being made waits for ever: Electron answers nothing about a target that is not ready. */
async function untilThereIsAPage(host: string): Promise<void> {
  await expect
    .poll(async () => {
      const targets = (await (await fetch(`http://${host}/json/list`)).json()) as { type: string; title: string }[];
      return targets.filter(({ type }) => type === 'page').map(({ title }) => title);
    })
    .toEqual(['Quayside']);
}
