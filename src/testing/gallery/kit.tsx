// The kit on one page, each part in each state: `npx vite src/testing/gallery`, then ?kit.
import { type ReactNode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { CopyButton } from '#renderer/ui/copy-button.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Keys } from '#renderer/ui/keys.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { SearchField } from '#renderer/ui/search-field.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { TipProvider } from '#renderer/ui/tip.tsx';
import { Toasts } from '#renderer/ui/toasts.tsx';
import '#renderer/ui/base.css';
import '#renderer/ui/controls.css';
import '#testing/gallery/kit.css';

const nothing = (): void => undefined;
const SHAPES = [
  'healthy',
  'running',
  'starting',
  'restarting',
  'unhealthy',
  'failed',
  'exited',
  'paused',
  'created',
  'removing',
] as const;
const TOASTS = [
  { id: 1, title: 'Stopped 3 containers', act: { label: 'Start again', run: nothing } },
  { id: 2, title: "Couldn't start obs-loki-1", text: 'Port 3100 is already used by legacy-loki.', isError: true },
];
const ITEMS = [
  { name: 'shop_pgdata', note: '3.4 GB', icon: 'volumes' },
  { name: 'shop_cache', note: '12 MB', icon: 'volumes' },
] as const;

/** `?kit`: all parts; `?kit=confirm` and `?kit=typed`: the questions over them. */
export function startKit(element: HTMLElement, opened: string): void {
  createRoot(element).render(
    <TipProvider delay={500}>
      <main className="kit">
        <h1>Kit</h1>
        <Parts opened={opened} />
        <Toasts toasts={TOASTS} onDismiss={nothing} onHold={nothing} />
      </main>
    </TipProvider>,
  );
}

const Part = ({ name, children }: { name: string; children: ReactNode }) => (
  <section aria-label={name}>
    <h2>{name}</h2>
    <div className="kit-states">{children}</div>
  </section>
);

function Parts({ opened }: { opened: string }) {
  const [isOn, setOn] = useState(true);
  const [text, setText] = useState('redis');
  const [tab, setTab] = useState('all');
  const [tail, setTail] = useState(1000);
  const [open, setOpen] = useState(opened);
  return (
    <>
      <Part name="Buttons">
        <button type="button" className="btn primary">
          Run container
        </button>
        <button type="button" className="btn">
          Open logs
        </button>
        <button type="button" className="btn ghost">
          View last known state
        </button>
        <button type="button" className="btn danger" onClick={() => setOpen('confirm')}>
          Kill
        </button>
        <button type="button" className="btn" aria-pressed>
          Following
        </button>
        <button type="button" className="btn" disabled>
          Start
        </button>
        <button type="button" className="btn sm">
          Small
        </button>
        <button type="button" className="link-btn">
          Dismiss all
        </button>
        <IconButton icon="restart" label="Restart" keys="R" />
        <IconButton icon="wrap" label="Wrap" aria-pressed />
        <IconButton icon="stop" label="Stop" disabled />
        <CopyButton text="0" label="Copy the ID" />
      </Part>
      <Part name="Fields">
        <SearchField label="Filter" value={text} onType={setText} after={<kbd>/</kbd>} />
        <SearchField label="Empty filter" placeholder="Filter" value="" onType={nothing} />
        <TextField label="Command" isMono width={200} value="bash -l" onTake={nothing} />
        <div className="text-field">
          <div className="field is-bad">
            <input className="mono" aria-label="Command that can't be taken" aria-invalid defaultValue={'sh -c "'} />
          </div>
          <p className="field-error">A quote is not closed.</p>
        </div>
      </Part>
      <Part name="Choices">
        <Segments
          label="State"
          asTabs
          value={tab}
          segments={[
            { value: 'all', label: 'All', count: '14' },
            { value: 'running', label: 'Running', count: '9' },
          ]}
          onPick={setTab}
        />
        <Pick
          label="Tail"
          value={tail}
          choices={[100, 500, 1000].map((value) => ({ value, label: String(value) }))}
          onPick={setTail}
        />
        <Switch label="On" isOn={isOn} onSwitch={setOn} />
        <Switch label="Off" isOn={!isOn} onSwitch={(next) => setOn(!next)} />
        <Switch label="Not now" isOn isDisabled onSwitch={nothing} />
        <ActMenu
          trigger={<IconButton icon="more" label="More" />}
          head="shop-api-1"
          acts={[
            { label: 'Pause', icon: 'pause', run: nothing },
            { label: 'Restart', icon: 'restart', keys: 'R', run: nothing },
            { label: 'Line numbers', isChecked: true, startsGroup: true, run: nothing },
            { label: 'Wrap', isChecked: false, run: nothing },
            { label: 'Not supported yet', isDisabled: true, run: nothing },
            { label: 'Kill', icon: 'kill', isDangerous: true, run: nothing },
          ]}
        />
      </Part>
      <Part name="States">
        {SHAPES.map((shape) => (
          <span key={shape} className="row">
            <StateMark shape={shape} /> {shape}
          </span>
        ))}
      </Part>
      <Part name="Marks">
        <span className="chip">neutral</span>
        <span className="chip ok">healthy</span>
        <span className="chip warn">1 service in trouble</span>
        <span className="chip bad">1 service down</span>
        <Keys keys={['Ctrl', 'Shift', 'P']} words="Ctrl+Shift+P" />
        <Progress label="Pulling node:24-alpine" share={0.62} width={120} />
        <Progress label="Waiting" share={null} width={120} />
      </Part>
      <Part name="Banners">
        <div className="kit-wide">
          <Banner icon="warning" title="Docker isn't running." text="Trying again every second.">
            <button type="button" className="btn">
              Show the checks
            </button>
          </Banner>
          <Banner isCalm icon="info" title="Simulated data. No Docker engine was found." />
        </div>
      </Part>
      <Part name="Empty and failed">
        <Empty title="No containers yet." text="Run one with docker run, and it appears at once." />
        <Empty isError title="Something went wrong in this panel." details="TypeError: x is not a function">
          <button type="button" className="btn">
            Try again
          </button>
        </Empty>
      </Part>
      <Confirm
        open={open === 'confirm'}
        title="Kill 2 containers?"
        items={[{ name: 'shop-api-1' }, { name: 'shop-web-1' }]}
        act="Kill 2 containers"
        onAct={nothing}
        onClose={() => setOpen('')}
      >
        <p>Their processes end at once. Containers, volumes and logs stay.</p>
      </Confirm>
      <Confirm
        open={open === 'typed'}
        title="Remove volume shop_pgdata?"
        items={ITEMS}
        typed="shop_pgdata"
        act="Remove volume"
        safe="Keep it"
        onAct={nothing}
        onClose={() => setOpen('')}
      >
        <p>Its data is deleted for good. Docker keeps no copy.</p>
      </Confirm>
    </>
  );
}
