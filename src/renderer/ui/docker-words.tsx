import { CopyButton } from '#renderer/ui/copy-button.tsx';
import '#renderer/ui/docker-words.css';

/** The docker command of the same effect, to learn it and to take it elsewhere. */
export const DockerWords = ({ command }: { command: string }) => (
  <div className="docker-words">
    <code className="mono text">{command}</code>
    <CopyButton text={command} label="Copy the command" />
  </div>
);
