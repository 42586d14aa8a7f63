import { type ComponentProps, Suspense } from 'react';
import { lazyPart } from '#renderer/ui/lazy-part.tsx';

// The editor is larger than all screens together: it comes when a target is first looked at.
const LazyEditor = lazyPart(async () => (await import('#renderer/editor/code-editor.tsx')).CodeEditor);
const LazyDifference = lazyPart(async () => (await import('#renderer/editor/text-difference.tsx')).TextDifference);

const Waiting = () => <div className="grow" aria-busy="true" />;

export const Editor = (props: ComponentProps<typeof LazyEditor>) => (
  <Suspense fallback={<Waiting />}>
    <LazyEditor {...props} />
  </Suspense>
);

export const Difference = (props: ComponentProps<typeof LazyDifference>) => (
  <Suspense fallback={<Waiting />}>
    <LazyDifference {...props} />
  </Suspense>
);
