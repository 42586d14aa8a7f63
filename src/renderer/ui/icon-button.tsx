import type { ComponentProps } from 'react';
import { Icon, type IconName } from '#renderer/ui/icons.tsx';
import { Tip } from '#renderer/ui/tip.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: IconName;
  label: string;
  /** Its shortcut in words, from the commands. */
  keys?: string | undefined;
  small?: boolean;
}

/** A button that shows a sign and says its name: to assistive technology, and on hover and focus to everybody. */
export function IconButton({ icon, label, keys, small = false, className, ...rest }: IconButtonProps) {
  return (
    <Tip text={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        className={`ib${small ? ' sm' : ''}${className ? ` ${className}` : ''}`}
        {...rest}
      >
        <Icon name={icon} />
      </button>
    </Tip>
  );
}
