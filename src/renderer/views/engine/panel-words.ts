import type { EngineCheck, EngineStatus } from '#shared/contract/engines.ts';

export interface PanelWords {
  title: string;
  text: string;
  /** A command for a terminal, with what follows it. */
  command?: { lead: string; line: string; after?: string };
}

const AWAY =
  "Quayside can't reach the Docker engine. Nothing was stopped or deleted by this window, and everything reappears as soon as the engine answers.";

/** The exact words of design section 15; the last three states are not in it and follow its style. */
export function panelWords(status: EngineStatus): PanelWords {
  switch (status.reason) {
    case 'not_installed':
      return {
        title: "Docker isn't installed.",
        text: 'Quayside needs a Docker engine on this computer. No socket was found in the usual places.',
        command: { lead: 'Installation guide', line: 'https://docs.docker.com/engine/install/' },
      };
    case 'no_permission':
      return {
        title: "You aren't allowed to use the Docker socket.",
        text: "It belongs to the group docker, and your account isn't in it. Members of that group have the same power as root.",
        command: {
          lead: 'In a terminal',
          line: 'sudo usermod -aG docker $USER',
          after: 'Log out and in for this to take effect.',
        },
      };
    case 'starting':
      return { title: 'Docker is starting.', text: AWAY };
    case 'no_answer':
      return {
        title: "Docker doesn't answer.",
        text: `The engine at ${status.endpoint} takes the connection but gives no answer in time. Nothing was stopped or deleted by this window, and everything reappears as soon as it answers.`,
      };
    case 'bad_answer':
      return {
        title: "This isn't a Docker engine.",
        text: `Something answers at ${status.endpoint}, but not as a Docker engine does. Choose another socket or context.`,
      };
    case 'unsupported':
      return {
        title: "This connection isn't supported yet.",
        text: `Quayside can't use ${status.endpoint} yet. Choose another socket or context.`,
      };
    case 'not_running':
    case undefined:
      return {
        title: status.state === 'connecting' ? 'Connecting to Docker.' : "Docker isn't running.",
        text: AWAY,
        ...(status.endpoint.startsWith('unix:')
          ? { command: { lead: 'In a terminal', line: 'sudo systemctl start docker' } }
          : {}),
      };
  }
}

export const CHECK_WORDS: Record<EngineCheck['check'], string> = {
  installed: 'Docker is installed',
  socket: 'The socket exists',
  permission: 'You may use it',
  answer: 'The engine answers',
};
