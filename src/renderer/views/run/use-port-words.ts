import { useEffect, useState } from 'react';
import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { PortOwner } from '#shared/contract/ports.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Of a port that is typed digit by digit only the last is asked for. */
const TYPED_MS = 300;

/** What is said against a port of this machine: who has it, and one that is free. Undefined while none is taken. */
export function usePortWords(ports: ContainerSpec['ports'], own?: Container): string | undefined {
  const { api } = useStores();
  const [answer, setAnswer] = useState<{ asked: string; words: string | undefined }>();
  const wanted = ports.flatMap(({ hostPort, protocol }) =>
    hostPort === undefined ? [] : [{ port: hostPort, protocol }],
  );
  const asked = JSON.stringify(wanted);
  const except = own?.id;
  useEffect(() => {
    if (asked === '[]') return undefined;
    let isGone = false;
    const timer = setTimeout(() => {
      const question = { ports: JSON.parse(asked) as typeof wanted, ...(except !== undefined && { except }) };
      // Where it cannot be said, the engine says it at the act.
      api.call('ports.check', question).then(
        ({ results }) => {
          const taken = results.find(({ takenBy }) => takenBy !== undefined);
          if (!isGone) setAnswer({ asked, words: taken?.takenBy && wordsOf({ ...taken, takenBy: taken.takenBy }) });
        },
        () => undefined,
      );
    }, TYPED_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [api, asked, except]);
  return answer?.asked === asked ? answer.words : undefined;
}

function wordsOf({ port, takenBy, free }: { port: number; takenBy: PortOwner; free: number | null }): string {
  const instead = free === null ? '' : ` ${free} is free.`;
  if (takenBy.kind === 'container' && !takenBy.isRunning)
    return `${takenBy.name} wants port ${port} too when it starts.${instead}`;
  const owner =
    takenBy.kind === 'unknown'
      ? 'a process of this computer'
      : takenBy.kind === 'process'
        ? `the process ${takenBy.name}`
        : takenBy.name;
  return `Port ${port} is already used by ${owner}.${instead}`;
}
