import type { ReactNode } from 'react';

/** A name and what it is, in a `dl` with the class "facts". */
export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);
