// The checks that need neither engine nor screen, and the sum of everything that was checked.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { root, run, seconds, tool } from './process.mjs';

export const results = `${root}/test-results`;

/** Counts what the runners report; a runner that fails without a failed test counts as one. */
export class Tally {
  passed = 0;
  failed = 0;

  constructor() {
    rmSync(results, { recursive: true, force: true });
    mkdirSync(results, { recursive: true });
  }

  add(name, passed, failed, started) {
    this.passed += passed;
    this.failed += failed;
    console.log(`[test] ${name}: ${passed} passed, ${failed} failed (${seconds(started)})`);
  }

  fail(name, error) {
    console.error(`[test] ${name}: ${error.isPlain ? error.message : error.stack}`);
    this.failed += 1;
  }

  /** Prints the closing line, the last of all, and returns the exit code. */
  close() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed > 0 || this.passed === 0 ? 1 : 0;
  }
}

/** A tool that passes or fails as a whole: its output is shown only when it fails. */
async function checkWith(tally, name, command) {
  const started = Date.now();
  const { code, output } = await run([process.execPath, ...command], { quiet: true });
  if (code !== 0) console.log(output.trimEnd());
  tally.add(name, code === 0 ? 1 : 0, code === 0 ? 0 : 1, started);
}

export async function runStatic(tally) {
  await Promise.all([
    checkWith(tally, 'types', [tool('typescript/bin/tsc'), '-b']),
    checkWith(tally, 'lint', [tool('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', '.']),
  ]);
}

/** Runs a test runner that also writes a JSON report, and adds what `count` reads in it. */
export async function runReported(tally, name, command, options, report, count) {
  const started = Date.now();
  const { code } = await run(command, options);
  let passed = 0;
  let failed = 0;
  try {
    [passed, failed] = count(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    // No report: the runner itself failed, which its exit code says.
  }
  if (code !== 0 && failed === 0) failed = 1;
  tally.add(name, passed, failed, started);
}

export async function runVitest(tally, project, env = process.env) {
  const report = `${results}/vitest-${project}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const command = [process.execPath, tool('vitest/vitest.mjs'), 'run', `--project=${project}`, '--passWithNoTests'];
  await runReported(tally, project, [...command, ...reporters], { env }, report, (json) => [
    json.numPassedTests,
    json.numFailedTests +
      json.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
  ]);
}

export async function runPlaywright(tally, project, env) {
  const report = `${results}/playwright-${project}.json`;
  const command = [process.execPath, tool('@playwright/test/cli.js'), 'test', `--project=${project}`];
  const reporters = ['--reporter=list,json', `--output=${results}/playwright`];
  const options = { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report } };
  await runReported(tally, project, [...command, ...reporters], options, report, ({ stats }) => [
    stats.expected + stats.flaky,
    stats.unexpected,
  ]);
}
