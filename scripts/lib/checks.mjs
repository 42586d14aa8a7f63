// The checks that need neither engine nor screen, and the sum of everything that was checked.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root, run, seconds, tool } from './process.mjs';

export const results = `${root}/test-results`;

/** Counts what the runners report; a runner that fails without a failed test counts as one. */
export class Tally {
  passed = 0;
  failed = 0;
  /** What a reader of the last lines alone has to know: each failure by name and first error. */
  #said = [];

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
    const why = error.isPlain ? error.message : error.stack;
    console.error(`[test] ${name}: ${why}`);
    this.say('failed', name, why);
    this.failed += 1;
  }

  /** Keeps one failure for the end: an hour of output is often cut to its last lines. */
  say(how, name, why) {
    this.#said.push(`[test] ${how}: ${name}\n${firstLines(why)}`);
  }

  /** Prints what failed, then the closing line, the last of all, and returns the exit code. */
  close() {
    for (const line of this.#said) console.log(line);
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed > 0 || this.passed === 0 ? 1 : 0;
  }
}

// A terminal's colours would fill the lines that are kept.
const firstLines = (text) =>
  stripVTControlCharacters(String(text ?? ''))
    .split('\n')
    .filter((line) => line.trim() && !line.includes('node_modules'))
    .slice(0, 12)
    .map((line) => `    ${line.trimEnd().slice(0, 240)}`)
    .join('\n');

/** A tool that passes or fails as a whole: its output is shown only when it fails. */
async function checkWith(tally, name, command) {
  const started = Date.now();
  const { code, output } = await run([process.execPath, ...command], { quiet: true });
  if (code !== 0) {
    console.log(output.trimEnd());
    tally.say('failed', name, output);
  }
  tally.add(name, code === 0 ? 1 : 0, code === 0 ? 0 : 1, started);
}

export async function runStatic(tally) {
  await Promise.all([
    checkWith(tally, 'types', [tool('typescript/bin/tsc'), '-b']),
    checkWith(tally, 'lint', [tool('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', '.']),
  ]);
}

/**
 * Runs a test runner that also writes a JSON report. `read` gives from it the number of passed tests and of each
 * failed one { name, why, file }.
 */
async function runReported(command, options, report, read) {
  const { code } = await run(command, options);
  let result = { passed: 0, failures: [] };
  try {
    result = read(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    // No report: the runner itself failed, which its exit code says.
  }
  if (code !== 0 && result.failures.length === 0) {
    result.failures.push({ name: 'the runner itself', why: `exit code ${code}; its own output is above` });
  }
  return result;
}

function addTo(tally, project, { passed, failures, unsteady = [] }, started) {
  for (const { name, why } of unsteady) tally.say('passed only at the second attempt', `${project}: ${name}`, why);
  for (const { name, why } of failures) tally.say('failed', `${project}: ${name}`, why);
  tally.add(project, passed, failures.length, started);
}

/** `words`: more for the runner, as a path or `-t name`; all of the project when there are none. */
export async function runVitest(tally, project, env = process.env, words = []) {
  const started = Date.now();
  const report = `${results}/vitest-${project}.json`;
  const command = [process.execPath, tool('vitest/vitest.mjs'), 'run', `--project=${project}`, '--passWithNoTests'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const attempt = (files = words) => runReported([...command, ...reporters, ...files], { env }, report, readVitest);
  const first = await attempt();
  const files = [...new Set(first.failures.map(({ file }) => file))];
  const again =
    project === 'integration' && files.length > 0 && files.length <= SECOND_ATTEMPTS && files.every(Boolean);
  addTo(tally, project, again ? withSecond(first, await attempt(files), files) : first, started);
}

/**
 * What waits for a real engine may fail by the machine's load alone: see docs/decisions/0008. The files that failed are
 * run once more, by themselves; more than these few files are no matter of load.
 */
const SECOND_ATTEMPTS = 3;

function withSecond(first, second, files) {
  const passedBefore = files.reduce((sum, file) => sum + (first.passedIn.get(file) ?? 0), 0);
  const still = new Set(second.failures.map(({ name }) => name));
  return {
    passed: first.passed - passedBefore + second.passed,
    failures: second.failures,
    unsteady: first.failures.filter(({ name }) => !still.has(name)),
  };
}

function readVitest(json) {
  const failures = [];
  const passedIn = new Map();
  for (const { name, status, message, assertionResults } of json.testResults) {
    const file = path.relative(root, name);
    const failed = assertionResults.filter((one) => one.status === 'failed');
    passedIn.set(file, assertionResults.filter((one) => one.status === 'passed').length);
    for (const one of failed) failures.push({ file, name: one.fullName, why: one.failureMessages.join('\n') });
    // A file that broke before its first test has no results of its own.
    if (status === 'failed' && failed.length === 0) failures.push({ file, name: file, why: message });
  }
  return { passed: json.numPassedTests, failures, passedIn };
}

export async function runPlaywright(tally, project, env, words = []) {
  const started = Date.now();
  const report = `${results}/playwright-${project}.json`;
  const command = [process.execPath, tool('@playwright/test/cli.js'), 'test', `--project=${project}`];
  const reporters = ['--reporter=list,json', `--output=${results}/playwright`];
  const options = { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report } };
  addTo(
    tally,
    project,
    await runReported([...command, ...reporters, ...words], options, report, readPlaywright),
    started,
  );
}

function readPlaywright({ suites, stats, errors }) {
  const failures = errors.map(({ message }) => ({ name: 'outside of a test', why: message }));
  const unsteady = [];
  const visit = (suite) => {
    for (const inner of suite.suites ?? []) visit(inner);
    for (const { title, file, line, tests } of suite.specs ?? []) {
      for (const { status, results: runs } of tests) {
        const why = runs.flatMap((one) => one.errors.map(({ message }) => message)).join('\n');
        const one = { name: `${file}:${line} ${title}`, why };
        if (status === 'unexpected') failures.push(one);
        if (status === 'flaky') unsteady.push(one);
      }
    }
  };
  for (const suite of suites) visit(suite);
  return { passed: stats.expected + stats.flaky, failures, unsteady };
}
