import { type GalleryWorld, now } from '#testing/gallery/gallery-world.ts';
import { sampleActOutput, sampleActs } from '#testing/gallery/sample-acts.ts';
import { sampleEvents } from '#testing/gallery/sample-events.ts';
import { sampleExport, sampleIncident, sampleIncidents, sampleJobs } from '#testing/gallery/sample-incidents.ts';
import { sampleDeployJob } from '#testing/gallery/sample-stacks.ts';

/** Events, jobs and why containers stopped (?empty). */
export function playActivity(world: GalleryWorld): void {
  const { query, api } = world;
  world.items('docker:events', () => (world.isEmpty ? [] : sampleEvents(world.containers)));
  world.whole('incidents', () => ({
    incidents: world.isEmpty ? [] : sampleIncidents(world.containers, Date.now()),
  }));
  api.handlers.set('incidents.get', ({ incident }) => sampleIncident(String(incident), world.containers, Date.now()));
  world.whole('jobs', () => {
    const applying = query.has('applying') ? [sampleDeployJob(Date.now())] : [];
    return { jobs: world.isEmpty ? [] : [...applying, ...sampleJobs(Date.now()), ...sampleActs(Date.now())] };
  });
  api.handlers.set('jobs.get', (params) => ({
    job: sampleJobs(Date.now()).find(({ job }) => job === params['job']),
    output: sampleActOutput(String(params['job'])) ?? [
      '4f4fb700ef54: Pulling fs layer',
      '4f4fb700ef54: Download complete',
      'Digest: sha256:91ca4720011393',
    ],
  }));
  api.handlers.set('jobs.cancel', ({ job }) => {
    const ended = { status: 'cancelled' as const, endedAt: now() };
    if (job === sampleExport(Date.now()).job)
      api.watcher('jobs', {}).onItems?.([{ ...sampleExport(Date.now()), ...ended }], 1);
    return {};
  });
}
