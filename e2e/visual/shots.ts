import { APP_SHOTS } from './shots/app-shots.ts';
import { CONTAINER_SHOTS } from './shots/container-shots.ts';
import { CONTAINERS_SHOTS } from './shots/containers-shots.ts';
import { LOG_SHOTS } from './shots/log-shots.ts';
import { RESOURCE_SHOTS } from './shots/resource-shots.ts';
import type { Shot } from './shots/shot.ts';
import { STACK_SHOTS } from './shots/stack-shots.ts';
import { SYSTEM_SHOTS } from './shots/system-shots.ts';

const OF_ONE_SIZE: readonly Shot[] = [
  ...APP_SHOTS,
  ...CONTAINERS_SHOTS,
  ...CONTAINER_SHOTS,
  ...LOG_SHOTS,
  ...RESOURCE_SHOTS,
  ...STACK_SHOTS,
  ...SYSTEM_SHOTS,
];

export const SHOTS: readonly Shot[] = OF_ONE_SIZE.flatMap((shot) => [
  shot,
  ...(shot.sizes ?? []).map(([width, height]) => ({ ...shot, name: `${shot.name}-${width}x${height}`, width, height })),
]);

/** Held against the pictures of the last good state in each `npm test`. */
export const HELD: readonly (readonly [name: string, theme: 'light' | 'dark'])[] = [
  ['overview', 'dark'],
  ['containers', 'light'],
  ['settings', 'light'],
  ['palette-search', 'dark'],
  ['engine-down', 'dark'],
  ['kit', 'light'],
];
