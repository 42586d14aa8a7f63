/**
 * On containers that Quayside makes for itself for a moment, to reach what only a container can: they are never started, in no
 * list, and gone when it is done. Its value says whose they are: host and process.
 */
export const HELPER_LABEL = 'quayside.helper';
