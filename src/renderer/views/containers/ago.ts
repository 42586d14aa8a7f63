import { duration } from '#shared/format/duration.ts';

/** "3 h ago"; of less than a minute "just now". */
export const ago = (ms: number): string => (ms < 60_000 ? 'just now' : `${duration(ms)} ago`);
