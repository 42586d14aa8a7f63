import { systemClock } from '#shared/base/clock.ts';
import { Client } from '#shared/client/client.ts';
import { start } from '#renderer/app/start.tsx';
import { onWindowLink } from '#renderer/transport/window-ports.ts';

const client = new Client({ clock: systemClock });
// Both live as long as the page: a reload makes a new page, and main a new session for it.
onWindowLink((link) => client.attach(link));
const element = document.getElementById('root');
if (element) start(client, element);
