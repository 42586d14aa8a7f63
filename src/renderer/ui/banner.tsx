import type { ReactNode } from 'react';
import { Icon, type IconName } from '#renderer/ui/icons.tsx';

/** One at most, under the page head: what holds for the whole screen. `children` are its acts. */
export function Banner({
  icon,
  title,
  text,
  isCalm = false,
  children,
}: {
  icon: IconName;
  title: string;
  text?: ReactNode;
  /** Nothing is wrong; it only has to be known. */
  isCalm?: boolean;
  children?: ReactNode;
}) {
  return (
    <div className={isCalm ? 'banner is-calm' : 'banner'} role="status">
      <Icon name={icon} />
      <p className="banner-words">
        {title} {text === undefined ? null : <span className="t2">{text}</span>}
      </p>
      {children}
    </div>
  );
}
