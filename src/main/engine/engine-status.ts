import type { Clock } from '#shared/base/clock.ts';
import type { EngineCheck, EngineReason, EngineStatus } from '#shared/contract/engines.ts';
import { AppError, type ErrorShape } from '#shared/protocol/errors.ts';
import { type Choice, type Env, isInstalled, lookAtSocket } from '#main/engine/discovery.ts';
import type { EngineAnswer } from '#main/engine/engine.ts';

type Outcome =
  | { readonly state: 'connecting' }
  | { readonly state: 'connected'; readonly answer: EngineAnswer }
  | { readonly state: 'unavailable'; readonly error?: AppError; readonly isStarting?: boolean };

/** The status as the screen shows it: the state, why, and each check that leads there. */
export function statusOf(
  options: { name: string; env: Env; clock: Clock },
  choice: Choice,
  outcome: Outcome,
): EngineStatus {
  const { endpoint } = choice;
  const isSimulated = endpoint.kind === 'simulated';
  const base = {
    engine: options.name,
    name: isSimulated ? 'Simulated data' : 'Docker',
    context: choice.context,
    endpoint: endpoint.shown,
    since: new Date(options.clock.now()).toISOString(),
    simulated: isSimulated,
  };
  if (isSimulated) return { ...base, state: outcome.state, ...named(outcome), checks: simulatedChecks(options.env) };
  if (outcome.state !== 'unavailable')
    return { ...base, state: outcome.state, ...named(outcome), checks: checksOf(options.env, choice, outcome) };
  const failure = explain(options.env, choice, outcome);
  const state = failure.reason === 'no_permission' ? 'denied' : 'unavailable';
  return {
    ...base,
    state,
    reason: failure.reason,
    checks: checksOf(options.env, choice, outcome, failure.reason),
    error: failure.error,
  };
}

function named(outcome: Outcome): { version?: string; apiVersion?: string } {
  return outcome.state === 'connected'
    ? { version: outcome.answer.version, apiVersion: outcome.answer.apiVersion }
    : {};
}

function explain(
  env: Env,
  choice: Choice,
  outcome: Outcome & { state: 'unavailable' },
): { reason: EngineReason; error: ErrorShape } {
  const { endpoint } = choice;
  const shape = (
    message: string,
    reason: EngineReason,
    hint?: string,
  ): { reason: EngineReason; error: ErrorShape } => ({
    reason,
    error: new AppError('engine_unavailable', message, { reason, ...(hint !== undefined && { hint }) }).toShape(),
  });
  if (endpoint.kind === 'unsupported') return shape(endpoint.why, 'unsupported', 'Choose another socket or context.');
  if (outcome.isStarting)
    return shape(
      'Docker is starting…',
      'starting',
      'It takes connections but does not answer yet. Trying again every second.',
    );
  const error = outcome.error ?? new AppError('engine_unavailable', 'Docker does not answer.', { reason: 'no_answer' });
  if (error.code === 'timeout')
    return shape(
      /Waiting/.test(error.message) ? error.message : 'Docker does not answer. Waiting.',
      'no_answer',
      'It takes connections but says nothing.',
    );
  const reason = isEngineReason(error.reason) ? error.reason : 'no_answer';
  const isMissing = reason === 'not_running' && endpoint.kind === 'unix' && !lookAtSocket(endpoint.path).exists;
  if (isMissing && isInstalled(env) === false)
    return shape(
      'Docker is not installed on this computer.',
      'not_installed',
      'Install Docker Engine or Docker Desktop, or choose another socket or context.',
    );
  return shape(error.message, reason, error.hint);
}

const isEngineReason = (reason: string | undefined): reason is EngineReason =>
  reason !== undefined &&
  ['not_installed', 'not_running', 'starting', 'no_answer', 'no_permission', 'bad_answer', 'unsupported'].includes(
    reason,
  );

function checksOf(env: Env, choice: Choice, outcome: Outcome, reason?: EngineReason): EngineCheck[] {
  const { endpoint } = choice;
  const isConnected = outcome.state === 'connected';
  const installed = isConnected ? true : (isInstalled(env) ?? null);
  const checks: EngineCheck[] = [
    {
      check: 'installed',
      ok: installed,
      detail:
        installed === false
          ? 'No Docker program was found on this computer.'
          : installed
            ? 'Docker is installed.'
            : 'Not known on this system.',
    },
  ];
  if (endpoint.kind === 'unix') {
    const file = isConnected ? { exists: true, isSocket: true, isAllowed: true } : lookAtSocket(endpoint.path);
    checks.push(
      {
        check: 'socket',
        ok: file.exists && file.isSocket,
        detail: !file.exists
          ? `There is no socket at ${endpoint.path}.`
          : file.isSocket
            ? `The socket is at ${endpoint.path}.`
            : `${endpoint.path} is not a socket.`,
      },
      {
        check: 'permission',
        ok: file.exists ? file.isAllowed : null,
        detail: !file.exists
          ? 'Not known without a socket.'
          : file.isAllowed
            ? 'You may use it.'
            : 'You may not use it: your user is not in its group.',
      },
    );
  } else {
    const detail = endpoint.kind === 'unsupported' ? endpoint.why : `Reached over the network at ${endpoint.shown}.`;
    checks.push(
      { check: 'socket', ok: endpoint.kind === 'unsupported' ? false : isConnected || null, detail },
      { check: 'permission', ok: isConnected || null, detail: isConnected ? 'You may use it.' : 'Not known yet.' },
    );
  }
  const answers: Partial<Record<EngineReason, string>> = {
    bad_answer: 'What answers there does not speak like Docker.',
    no_answer: 'It takes connections but does not answer.',
    starting: 'It takes connections but does not answer yet.',
  };
  const detail = isConnected
    ? `Docker ${outcome.answer.version} answers (API ${outcome.answer.apiVersion}).`
    : outcome.state === 'connecting'
      ? 'Asking.'
      : ((reason && answers[reason]) ?? 'Nothing answers there.');
  checks.push({ check: 'answer', ok: isConnected ? true : outcome.state === 'connecting' ? null : false, detail });
  return checks;
}

/** The start from the source tree says so when nobody chose the simulation (scripts/lib/engine-choice.mjs). */
function simulatedChecks(env: Env): EngineCheck[] {
  const isFallback = env['QUAYSIDE_ENGINE_BECAUSE'] === 'none-found';
  const why = isFallback ? 'No Docker engine was found.' : 'The simulated engine was chosen.';
  return [
    { check: 'installed', ok: isFallback ? false : null, detail: why },
    { check: 'socket', ok: null, detail: 'Simulated data needs no socket.' },
    { check: 'permission', ok: null, detail: 'Simulated data needs no rights.' },
    { check: 'answer', ok: true, detail: `Simulated data. ${why}` },
  ];
}
