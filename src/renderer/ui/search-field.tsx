import type { ComponentProps, ReactNode, Ref } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';

/** A field to filter or find by; `after` is its key, or how many were found. */
export function SearchField({
  label,
  value,
  onType,
  after,
  inputRef,
  className,
  ...rest
}: {
  label: string;
  value: string;
  onType: (text: string) => void;
  after?: ReactNode;
  inputRef?: Ref<HTMLInputElement>;
} & Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'>) {
  return (
    <div className={className === undefined ? 'field' : `field ${className}`}>
      <Icon name="search" />
      <input
        ref={inputRef}
        type="search"
        aria-label={label}
        value={value}
        onChange={(event) => onType(event.target.value)}
        {...rest}
      />
      {after}
    </div>
  );
}
