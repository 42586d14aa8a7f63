import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Empty } from '#renderer/ui/empty.tsx';

interface Props {
  /** Another value (the address) gives the panel another try. */
  resetKey?: string;
  children: ReactNode;
}

/** A panel that fails never takes its neighbours down (design section 14). */
export class ErrorBoundary extends Component<Props, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    // The shell forwards the console to the app log.
    // oxlint-disable-next-line no-console -- the only way to tell
    console.error('panel failed', error, info.componentStack);
  }

  override componentDidUpdate(before: Props): void {
    if (before.resetKey !== this.props.resetKey && this.state.error) this.setState({ error: undefined });
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    const details = error.stack ?? error.message;
    return (
      <Empty isError title="Something went wrong in this panel." details={details}>
        <button type="button" className="btn" onClick={() => this.setState({ error: undefined })}>
          Try again
        </button>
        <button type="button" className="btn" onClick={() => void navigator.clipboard.writeText(details)}>
          Copy details
        </button>
      </Empty>
    );
  }
}
