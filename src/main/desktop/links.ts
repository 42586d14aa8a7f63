/** A place in the program as others name it: "quayside://container/<id>/logs?t=…". */
const LINK = /^quayside:\/\/([a-z]+(?:\/[\w.-]+)*)\/?(\?[\w.~:%+&=-]*)?$/i;
/** Nothing that a person or our own "Copy link" makes is longer. */
const MOST_CHARACTERS = 2000;

/** The address of the page that a link means ("/container/<id>/logs?t=…"), or undefined when it is none of ours. */
export function addressOf(link: string): string | undefined {
  const match = link.length <= MOST_CHARACTERS ? LINK.exec(link) : null;
  return match?.[1] === undefined ? undefined : `/${match[1]}${match[2] ?? ''}`;
}

/** The address in a command line: the system starts the program with the link as its last argument. */
export function addressIn(commandLine: readonly string[]): string | undefined {
  const link = commandLine.findLast((argument) => argument.startsWith('quayside:'));
  return link === undefined ? undefined : addressOf(link);
}
