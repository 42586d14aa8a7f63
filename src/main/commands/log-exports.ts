import type { Caller } from '#main/commands/handler.ts';
import { Handover } from '#main/commands/handover.ts';
import { writeWhole } from '#main/commands/write-whole.ts';
import type { Jobs, JobContext } from '#main/jobs/jobs.ts';
import type { Transfers } from '#main/session/transfers.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { LogExport } from '#shared/contract/logs.ts';
import { size } from '#shared/format/bytes.ts';
import { logFileName } from '#shared/format/log-file-name.ts';
import { words } from '#shared/format/quantity.ts';

/** Each step is told to everyone who watches jobs. */
const TELL_STEP = 0.01;

/** A log, ready to be read out. */
export interface ExportSource {
  readonly name: string;
  /** When the log ends, ms since 1970: what has been read is a share of the time up to it. */
  readonly endsAt: number;
  /** `onTime` is told the time that the reading has come to, where the bytes say it. */
  read(wanted: LogExport, onTime: (ms: number) => void, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

export interface LogExportsDeps {
  readonly jobs: Jobs;
  readonly transfers: Transfers;
  readonly clock: Clock;
  openExport(wanted: LogExport, caller: Caller, signal: AbortSignal): Promise<ExportSource>;
  /** Asks the person at this computer for a path, undefined when they think better of it; absent where nobody sits there. */
  askWhereToSave?: ((fileName: string) => Promise<string | undefined>) | undefined;
}

/** Exports of logs, each a job: into a file that the window's owner names, or through a ticket to who asked from elsewhere. */
export class LogExports {
  readonly #deps: LogExportsDeps;

  constructor(deps: LogExportsDeps) {
    this.#deps = deps;
  }

  /** `job` null: the owner named no file. `url`: where the bytes are fetched, once, within 60 s. */
  async start(request: LogExport, caller: Caller, signal: AbortSignal): Promise<{ job: string | null; url?: string }> {
    const { transfers, clock, askWhereToSave, openExport } = this.#deps;
    const source = await openExport(request, caller, signal);
    const fileName = logFileName(source.name, new Date(clock.now()), request.format);
    if (askWhereToSave && !caller.remote) {
      const path = await askWhereToSave(fileName);
      if (path === undefined || signal.aborted) return { job: null };
      return { job: this.#run(request, source, caller, (bytes) => writeWhole(path, bytes), path) };
    }
    const handover = new Handover(clock, 'the log');
    const job = this.#run(request, source, caller, (bytes, context) => handover.give(bytes, context.signal));
    const type = request.format === 'jsonl' ? 'application/jsonl' : 'application/octet-stream';
    const open = (gone: AbortSignal): AsyncIterable<Uint8Array> => handover.take(gone);
    return { job, ...transfers.offer({ download: { fileName, type, open } }, caller) };
  }

  #run(
    request: LogExport,
    source: ExportSource,
    caller: Caller,
    send: (bytes: AsyncIterable<Uint8Array>, context: JobContext) => Promise<number>,
    path?: string,
  ): string {
    const { jobs } = this.#deps;
    const plan = {
      kind: 'export',
      title: `Export the log of ${source.name}`,
      startedBy: caller.user,
      command: commandOf(request, source.name),
    } as const;
    return jobs.start(plan, async (context) => {
      const tell = progressOf(source.endsAt, context);
      const sent = await send(source.read(request, tell, context.signal), context);
      context.output(`${words(size(sent))} ${path === undefined ? 'sent.' : `written to ${path}`}`);
    });
  }
}

/** The share by time: Docker says nowhere how long a log is. It never goes back. */
function progressOf(endsAt: number, context: JobContext): (ms: number) => void {
  let startsAt: number | undefined;
  let told = 0;
  return (ms) => {
    startsAt ??= ms;
    const share = endsAt > startsAt ? Math.min(1, (ms - startsAt) / (endsAt - startsAt)) : 0;
    if (share - told < TELL_STEP) return;
    told = share;
    context.progress(share);
  };
}

/** "docker logs --timestamps shop-api-1"; JSON lines, merged and kept logs are ours alone. */
function commandOf({ container, format, times, since, until, tail }: LogExport, name: string): string | null {
  if (format !== 'log' || container === undefined) return null;
  const flags = [
    ...(times ? ['--timestamps'] : []),
    ...(since === undefined ? [] : ['--since', since]),
    ...(until === undefined ? [] : ['--until', until]),
    ...(tail === undefined ? [] : ['--tail', String(tail)]),
  ];
  return ['docker', 'logs', ...flags, name].join(' ');
}
