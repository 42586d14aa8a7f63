import { observer } from 'mobx-react-lite';
import { fullTime } from '#shared/format/clock-time.ts';
import type { StackTarget } from '#shared/contract/stacks.ts';
import { COMPOSE_FILE, ENV_FILE, type StackDraft } from '#renderer/stores/stack-draft.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { useMedia } from '#renderer/ui/use-media.ts';
import { Difference } from '#renderer/views/stacks/lazy-editor.tsx';

export const fileOf = (target: StackTarget, file: string): string =>
  file === COMPOSE_FILE ? target.compose : file === ENV_FILE ? target.env : (target.files[file] ?? '');

/** Somebody else saved while this was written: both texts with their difference, and which of them is to stay. */
export const OtherVersion = observer(function OtherVersion({
  draft,
  theirs,
  file,
}: {
  draft: StackDraft;
  theirs: StackTarget;
  file: string;
}) {
  const isNarrow = useMedia('(max-width: 899px)');
  return (
    <>
      <div className="banner" role="alert">
        <Icon name="warning" />
        <span className="banner-words">
          {theirs.setBy} saved version {theirs.version}{' '}
          {draft.resumedFromMs === undefined
            ? 'while you were writing.'
            : `after your unsaved draft from ${fullTime(draft.resumedFromMs)}.`}{' '}
          Nothing of yours is lost.
        </span>
        <button type="button" className="btn" onClick={() => draft.keepMine()}>
          Keep mine
        </button>
        <button type="button" className="btn" onClick={() => draft.takeTheirs()}>
          Take theirs
        </button>
      </div>
      <Difference
        before={fileOf(theirs, file)}
        after={draft.textOf(file)}
        beforeLabel={`Theirs, version ${theirs.version}`}
        afterLabel="Yours, not saved"
        isNarrow={isNarrow}
      />
    </>
  );
});
