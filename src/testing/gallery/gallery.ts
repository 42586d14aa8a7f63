// The renderer over made data, without Electron and Docker: `npx vite src/testing/gallery`.
// ?kit  ?engine=down|denied|none|starting  ?empty  ?hostile  ?many=1000  ?simulated  ?theme=light|dark  ?rate=lines a second  ?step=ms between old
// lines  ?remote (engine elsewhere)  ?gap (lines missed)  ?odd, ?odd=wide (lines that break log viewers)  ?kept=off|past (logs not kept, no
// longer kept)  ?searching  ?images=5000  ?nothing (of a search)  ?access=on|off (to others)  ?full (disk under the app log)
import { start } from '#renderer/app/start.tsx';
import { GalleryWorld } from '#testing/gallery/gallery-world.ts';
import { startKit } from '#testing/gallery/kit.tsx';
import { playActivity } from '#testing/gallery/play-activity.ts';
import { playAlerts } from '#testing/gallery/play-alerts.ts';
import { playAppLog } from '#testing/gallery/play-app-log.ts';
import { playContainer } from '#testing/gallery/play-container.ts';
import { playContainers } from '#testing/gallery/play-containers.ts';
import { playEngine } from '#testing/gallery/play-engine.ts';
import { playHost } from '#testing/gallery/play-host.ts';
import { playImages } from '#testing/gallery/play-images.ts';
import { playLogs } from '#testing/gallery/play-logs.ts';
import { playNetworks } from '#testing/gallery/play-networks.ts';
import { playRemote } from '#testing/gallery/play-remote.ts';
import { playSettings } from '#testing/gallery/play-settings.ts';
import { playStacks } from '#testing/gallery/play-stacks.ts';
import { playVolumes } from '#testing/gallery/play-volumes.ts';
import { sampleDrafts } from '#testing/gallery/sample-stacks.ts';

const PARTS = [
  playEngine,
  playSettings,
  playContainers,
  playContainer,
  playLogs,
  playImages,
  playVolumes,
  playNetworks,
  playStacks,
  playActivity,
  playAlerts,
  playHost,
  playAppLog,
  playRemote,
];

const world = new GalleryWorld();
for (const play of PARTS) play(world);
const element = document.getElementById('root');
const kit = world.query.get('kit');
if (element && kit !== null) {
  document.documentElement.dataset['theme'] = world.query.get('theme') ?? 'dark';
  startKit(element, kit);
} else if (element) start(world.api, element, world.query.has('drafted') ? { drafts: sampleDrafts(Date.now()) } : {});
