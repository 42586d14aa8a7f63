// lucide at the design's size and weight (section 19); the few that we use, so that the bundle holds only these.
import {
  Activity,
  AlignLeft,
  ArrowDown,
  ArrowDownUp,
  ArrowUp,
  Bell,
  Box,
  Boxes,
  CaseSensitive,
  Check,
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  ChevronUp,
  CircleStop,
  Clock,
  Columns3,
  Copy,
  Cpu,
  Download,
  Ellipsis,
  Eye,
  EyeOff,
  File,
  FileText,
  Folder,
  Database,
  Hash,
  Info,
  ListFilter,
  Keyboard,
  Laptop,
  Layers,
  Lock,
  LockOpen,
  Pencil,
  LayoutDashboard,
  LoaderCircle,
  Network,
  PanelLeft,
  type LucideIcon,
  Minus,
  Pause,
  Play,
  Plus,
  Radio,
  Regex,
  RotateCw,
  Search,
  Send,
  SlidersHorizontal,
  Smartphone,
  Square,
  SquareTerminal,
  Table2,
  Tablet,
  TriangleAlert,
  Undo2,
  Unplug,
  Upload,
  User,
  WrapText,
  X,
  Zap,
} from 'lucide-react';

const ICONS = {
  activity: Activity,
  bell: Bell,
  send: Send,
  keyboard: Keyboard,
  images: Layers,
  laptop: Laptop,
  lock: Lock,
  unlock: LockOpen,
  edit: Pencil,
  person: User,
  appLog: FileText,
  file: File,
  folder: Folder,
  host: Cpu,
  phone: Smartphone,
  remote: Radio,
  tablet: Tablet,
  overview: LayoutDashboard,
  networks: Network,
  sidebar: PanelLeft,
  volumes: Database,
  logs: AlignLeft,
  down: ArrowDown,
  up: ArrowUp,
  sort: ArrowDownUp,
  columns: Columns3,
  minus: Minus,
  containers: Box,
  stacks: Boxes,
  case: CaseSensitive,
  check: Check,
  chevronDown: ChevronDown,
  chevronLeft: ChevronLeft,
  chevronRight: ChevronRight,
  chevronUp: ChevronUp,
  ended: CircleStop,
  clock: Clock,
  copy: Copy,
  download: Download,
  more: Ellipsis,
  show: Eye,
  hide: EyeOff,
  filter: ListFilter,
  hash: Hash,
  info: Info,
  busy: LoaderCircle,
  pattern: Regex,
  pause: Pause,
  play: Play,
  plus: Plus,
  restart: RotateCw,
  search: Search,
  settings: SlidersHorizontal,
  stop: Square,
  table: Table2,
  terminal: SquareTerminal,
  warning: TriangleAlert,
  undo: Undo2,
  unplug: Unplug,
  upload: Upload,
  wrap: WrapText,
  close: X,
  kill: Zap,
} satisfies Record<string, LucideIcon>;

export type IconName = keyof typeof ICONS;

/** Decoration only: the control that holds it has the name. */
export function Icon({ name, size = 16, className }: { name: IconName; size?: number; className?: string }) {
  const Shape = ICONS[name];
  return <Shape size={size} strokeWidth={1.5} absoluteStrokeWidth aria-hidden="true" className={className} />;
}

/** The mark of the program. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <rect x="1" y="1" width="22" height="22" rx="6" fill="var(--accent-fill)" />
      <path d="M6 8.2h5v4.6H6zM13 8.2h5v4.6h-5z" fill="var(--on-accent)" />
      <path
        d="M5 17c1.4 0 1.4-1 2.8-1s1.4 1 2.8 1 1.4-1 2.8-1 1.4 1 2.8 1 1.4-1 2.8-1"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
    </svg>
  );
}
