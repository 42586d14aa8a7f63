import { Worker, type WorkerOptions } from 'node:worker_threads';

/** A thread that runs a source file. Node 20 does not hand tsx on to a thread, so the thread registers it for itself. */
export function sourceWorker(file: URL, options: WorkerOptions = {}): Worker {
  const boot = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(file.href)}) })`;
  return new Worker(boot, { ...options, eval: true });
}
