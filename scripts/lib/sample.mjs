// `npm start -- --sample`: a private engine with a small compose project, gone when the app ends.
import { step } from './process.mjs';
import { IMAGE, startPrivateEngine } from './private-engine.mjs';

const LOGS = `
i=0
while :; do
  i=$((i + 1))
  echo "$(date -Iseconds) INFO  GET /api/berths?page=$((i % 9)) 200 $((i * 7 % 90)) ms"
  [ $((i % 7)) -eq 0 ] && echo "$(date -Iseconds) WARN  slow query: $((200 + i % 300)) ms" >&2
  [ $((i % 41)) -eq 0 ] && echo "$(date -Iseconds) ERROR crane 4 did not answer" >&2
  sleep 0.5
done`;
const WORK = `
i=0
while :; do
  head -c 30000000 /dev/zero | md5sum >/dev/null
  i=$((i + 1))
  [ $((i % 10)) -eq 0 ] && echo "job $i done"
  sleep 0.2
done`;
const FAIL = 'echo "store ready on port 5432"; while :; do echo "checkpoint complete"; sleep 5; done';
const RESTART = 'echo "sync started"; sleep 12; echo "no connection to the registry, giving up" >&2; exit 1';

const SERVICES = [
  { name: 'web', script: LOGS },
  { name: 'worker', script: WORK, options: ['--cpus=0.5', '--memory=128m'] },
  { name: 'store', script: FAIL, options: ['--health-cmd=false', '--health-interval=3s', '--health-retries=2'] },
  { name: 'sync', script: RESTART, options: ['--restart=always'] },
];

const labels = (service) =>
  Object.entries({
    project: 'harbour',
    service,
    'container-number': '1',
    oneoff: 'False',
    'project.working_dir': '/srv/harbour',
    'project.config_files': '/srv/harbour/compose.yaml',
  }).map(([key, value]) => `--label=com.docker.compose.${key}=${value}`);

export async function startSample() {
  let engine;
  await step('sample engine', 'starting', async () => {
    engine = await startPrivateEngine();
    for (const { name, script, options = [] } of SERVICES) {
      await engine.docker(
        'run',
        '-d',
        '--init',
        `--name=harbour-${name}-1`,
        ...labels(name),
        ...options,
        IMAGE,
        'sh',
        '-c',
        script,
      );
    }
    return `project "harbour" with ${SERVICES.length} containers on ${engine.host}`;
  });
  const stop = () => engine.stop();
  return { host: engine.host, stop };
}
