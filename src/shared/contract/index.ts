import { alertChannels, alertCommands } from '#shared/contract/alerts.ts';
import { appLogChannels, appLogCommands } from '#shared/contract/app-log.ts';
import { auditCommands } from '#shared/contract/audit.ts';
import { connectionCommands } from '#shared/contract/connections.ts';
import { containerEditChannels, containerEditCommands } from '#shared/contract/container-edit.ts';
import { containerChannels, containerCommands } from '#shared/contract/containers.ts';
import { dbQueryChannels, dbQueryCommands } from '#shared/contract/db-queries.ts';
import { engineChannels, engineCommands } from '#shared/contract/engines.ts';
import { eventChannels } from '#shared/contract/events.ts';
import { fileCommands } from '#shared/contract/files.ts';
import { historyChannels, historyCommands } from '#shared/contract/history.ts';
import { buildCacheCommands, hostChannels, hostCommands } from '#shared/contract/host.ts';
import { imageJobChannels, imageJobCommands } from '#shared/contract/image-jobs.ts';
import { imageCommands } from '#shared/contract/images.ts';
import { incidentChannels, incidentCommands } from '#shared/contract/incidents.ts';
import { jobChannels, jobCommands } from '#shared/contract/jobs.ts';
import { logChannels, logCommands } from '#shared/contract/logs.ts';
import { ownCostChannels } from '#shared/contract/own-cost.ts';
import { networkCommands } from '#shared/contract/networks.ts';
import { pairingChannels, pairingCommands } from '#shared/contract/pairing.ts';
import { portCommands } from '#shared/contract/ports.ts';
import { presenceChannels } from '#shared/contract/presence.ts';
import { remoteChannels, remoteCommands } from '#shared/contract/remote.ts';
import { settingsChannels, settingsCommands } from '#shared/contract/settings.ts';
import { stackChannels, stackCommands } from '#shared/contract/stacks.ts';
import { statsHistoryCommands } from '#shared/contract/stats-history.ts';
import { statsChannels, statsCommands } from '#shared/contract/stats.ts';
import { terminalChannels, terminalCommands } from '#shared/contract/terminals.ts';
import { tokenCommands } from '#shared/contract/tokens.ts';
import { userCommands } from '#shared/contract/users.ts';
import { updateChannels, updateCommands } from '#shared/contract/updates.ts';
import { volumeFileCommands } from '#shared/contract/volume-files.ts';
import { volumeCommands } from '#shared/contract/volumes.ts';
import type { z } from '#shared/contract/zod.ts';

/** THE list of what exists. Doors, client, tests and the layers above are derived from it. */
export const channels = {
  ...engineChannels,
  ...containerChannels,
  ...containerEditChannels,
  ...statsChannels,
  ...logChannels,
  ...eventChannels,
  ...jobChannels,
  ...dbQueryChannels,
  ...stackChannels,
  ...imageJobChannels,
  ...hostChannels,
  ...ownCostChannels,
  ...appLogChannels,
  ...historyChannels,
  ...incidentChannels,
  ...alertChannels,
  ...terminalChannels,
  ...settingsChannels,
  ...presenceChannels,
  ...pairingChannels,
  ...remoteChannels,
  ...updateChannels,
};

export const commands = {
  ...engineCommands,
  ...containerCommands,
  ...containerEditCommands,
  ...fileCommands,
  ...portCommands,
  ...logCommands,
  ...jobCommands,
  ...dbQueryCommands,
  ...historyCommands,
  ...incidentCommands,
  ...alertCommands,
  ...statsCommands,
  ...statsHistoryCommands,
  ...hostCommands,
  ...buildCacheCommands,
  ...imageCommands,
  ...imageJobCommands,
  ...volumeCommands,
  ...volumeFileCommands,
  ...networkCommands,
  ...stackCommands,
  ...appLogCommands,
  ...terminalCommands,
  ...settingsCommands,
  ...remoteCommands,
  ...pairingCommands,
  ...connectionCommands,
  ...tokenCommands,
  ...userCommands,
  ...auditCommands,
  ...updateCommands,
};

export type ChannelName = keyof typeof channels;
export type CommandName = keyof typeof commands;

/** Params as they are written (defaults may be left out) and as they are after parsing. */
export type ParamsIn<C extends ChannelName> = z.input<(typeof channels)[C]['params']>;
export type Params<C extends ChannelName> = z.output<(typeof channels)[C]['params']>;
export type ViewIn<C extends ChannelName> = z.input<(typeof channels)[C]['view']>;
export type View<C extends ChannelName> = z.output<(typeof channels)[C]['view']>;
export type Item<C extends ChannelName> = z.output<(typeof channels)[C]['item']>;
export type Whole<C extends ChannelName> = z.output<(typeof channels)[C]['whole']>;

export type CallIn<C extends CommandName> = z.input<(typeof commands)[C]['params']>;
export type Call<C extends CommandName> = z.output<(typeof commands)[C]['params']>;
export type Result<C extends CommandName> = z.output<(typeof commands)[C]['result']>;

export const isChannel = (name: string): name is ChannelName => Object.hasOwn(channels, name);
export const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);
