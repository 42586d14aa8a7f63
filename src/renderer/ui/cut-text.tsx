import { cutEnd, cutImageParts, cutParts, visibleText } from '#shared/format/visible-text.ts';

/** Longer than any name that is a name; what is beyond is told by its length. */
const MAX = 2000;

/**
 * A name that is cut in its middle when there is no room, so that its end, or an image's tag, stays. Characters that hide
 * are shown, the direction of its letters stays its own.
 */
export function CutText({ text, isImage = false }: { text: string; isImage?: boolean }) {
  const shown = visibleText(cutEnd(text, MAX));
  const [head, tail] = isImage ? cutImageParts(shown) : cutParts(shown, 10);
  if (tail === '') return <bdi className="ell">{head}</bdi>;
  return (
    <bdi className="cut">
      <span className="ell">{head}</span>
      <span className="tail">{tail}</span>
    </bdi>
  );
}
