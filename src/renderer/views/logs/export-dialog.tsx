import { Dialog } from '@base-ui/react/dialog';
import { observer } from 'mobx-react-lite';
import { type RefObject, useRef, useState } from 'react';
import { logFileName } from '#shared/format/log-file-name.ts';
import { plural, THIN } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { ExportForm } from '#renderer/terminal/log/export-text.ts';
import type { LogPaneHandle } from '#renderer/terminal/log/log-pane.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { saveFile } from '#renderer/views/logs/save-file.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

type Which = ExportForm['lines'] | 'all';

/** A log that can be had whole: Docker's of one container, those of several by time, or what is kept of a service. */
export type WholeLog = { container: string } | { containers: readonly string[] } | { service: number };

export interface ExportDialogProps {
  pane: RefObject<LogPaneHandle | null>;
  /** What the file is called. */
  name: string;
  /** What all of it is; undefined where there is no more than the window holds. */
  all: WholeLog | undefined;
  /** Lines held in this window. */
  held: number;
  onClose: () => void;
}

/** Which lines of a log go into a file, and how they are written there. */
export const ExportDialog = observer(function ExportDialog(props: ExportDialogProps) {
  const { logExports } = useStores();
  const [job, setJob] = useState<string | null>(null);
  const popup = useRef<HTMLDivElement>(null);
  const running = job === null ? undefined : logExports.find(job);
  // It has ended: the toast says how.
  const isOver = running?.endedAt !== undefined;
  const close = (isOpen: boolean): void => {
    if (!isOpen) props.onClose();
  };
  return (
    <Dialog.Root open={!isOver} onOpenChange={close} onOpenChangeComplete={close}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog export" ref={popup} initialFocus={popup}>
          <div className="export-head">
            <Dialog.Title>Export the log of {visibleText(props.name)}</Dialog.Title>
            <Dialog.Close render={<IconButton icon="close" label="Close" />} />
          </div>
          {job === null ? <Choices {...props} onJob={setJob} /> : <Running job={job} onClose={props.onClose} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
});

function Choices({ pane, name, all, held, onClose, onJob }: ExportDialogProps & { onJob: (job: string) => void }) {
  const { logExports, clock } = useStores();
  const [which, setWhich] = useState<Which>('shown');
  const [format, setFormat] = useState<ExportForm['format']>('log');
  const [times, setTimes] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const shown = pane.current?.shownCount() ?? 0;
  const run = async (): Promise<void> => {
    setBusy(true);
    const fileName = logFileName(name, new Date(clock.now()), format);
    if (which === 'all' && all) {
      const wanted = 'containers' in all ? { containers: [...all.containers] } : all;
      const job = await logExports.start({ ...wanted, format, times }, name, (bytes) => saveFile(fileName, [bytes]));
      if (job === null) onClose();
      else onJob(job);
      return;
    }
    saveFile(
      fileName,
      (await pane.current?.exportText({ lines: which === 'held' ? 'held' : 'shown', format, times })) ?? [],
    );
    onClose();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <div className="export-row">
        <span>Lines</span>
        <Segments<Which>
          label="Lines"
          value={which}
          segments={[
            { value: 'shown', label: 'Shown' },
            { value: 'held', label: 'Held' },
            ...(all ? [{ value: 'all' as const, label: 'All' }] : []),
          ]}
          onPick={setWhich}
        />
      </div>
      <div className="export-row">
        <span>File</span>
        <Segments
          label="File"
          value={format}
          segments={[
            { value: 'log', label: '.log' },
            { value: 'jsonl', label: '.jsonl' },
          ]}
          onPick={setFormat}
        />
      </div>
      {format === 'jsonl' || which === 'shown' ? null : (
        <div className="export-row">
          <span>Docker's time before each line</span>
          <Switch label="Docker's time before each line" isOn={times} onSwitch={setTimes} />
        </div>
      )}
      <p className="export-words">{wordsFor(which, format, which === 'shown' ? shown : held, all)}</p>
      <div className="acts">
        <button type="button" className="btn big" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="btn big primary" disabled={isBusy}>
          Export
        </button>
      </div>
    </form>
  );
}

function wordsFor(which: Which, format: ExportForm['format'], lines: number, all: WholeLog | undefined): string {
  const form = format === 'jsonl' ? 'each as JSON with its time and stream' : undefined;
  switch (which) {
    case 'shown':
      return `${plural(lines, 'line')}, ${form ?? 'as you see them: filtered, with the times of the screen'}.`;
    case 'held':
      return `${plural(lines, 'line')} that this window holds, filtered or not, ${form ?? 'as the container wrote them'}.`;
    case 'all':
      if (all && 'containers' in all)
        return `Docker's whole logs of ${plural(all.containers.length, 'container')}, merged by time, ${form ?? "each line behind its container's name"}.`;
      if (all && 'service' in all) return `All that is kept of this service, ${form ?? 'as its containers wrote it'}.`;
      return form
        ? "Docker's whole log, every line as JSON with its time and stream."
        : "Docker's whole log, byte for byte what docker logs prints.";
  }
}

const Running = observer(function Running({ job, onClose }: { job: string; onClose: () => void }) {
  const { logExports, toasts } = useStores();
  const found = logExports.find(job);
  const cancel = (): void =>
    void logExports
      .cancel(job)
      .catch((thrown: Error) => toasts.show({ title: "Couldn't cancel", text: thrown.message, isError: true }));
  return (
    <>
      <div className="export-progress">
        <Progress label="Exporting" share={found?.progress ?? null} width="100%" />
        <span className="num">{found?.progress == null ? '' : `${Math.round(found.progress * 100)}${THIN}%`}</span>
      </div>
      <p>It goes on when you close this. Activity shows it among the jobs.</p>
      <div className="acts">
        <button type="button" className="btn big" onClick={cancel}>
          Cancel the export
        </button>
        <button type="button" className="btn big primary" autoFocus onClick={onClose}>
          Go on reading
        </button>
      </div>
    </>
  );
});
