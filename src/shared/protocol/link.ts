import type { Disposable } from '#shared/base/disposable.ts';

/**
 * What crosses a link: Socket.io's event, payload and acknowledgement, so that every carrier can take it.
 * `{e, p, i?}` is an event (with `i` an answer is wanted), `{a, p}` the answer to number `a`.
 */
export type Message = { e: string; p: unknown; i?: number } | { a: number; p: unknown };

/** How much a watcher with `flow` may be owed before the server waits for its acks. */
export type Credit = { bytes: number } | { messages: number };

/** 4 MiB on a MessagePort, 4 messages on Socket.io: `protocol`, Delivery. */
export const PORT_CREDIT: Credit = { bytes: 4 * 1024 * 1024 };
export const SOCKET_CREDIT: Credit = { messages: 4 };

/** One pipe between a session (server half) and a client (client half). Order is kept; what is sent after the close is dropped. */
export interface Link {
  readonly credit: Credit;
  send(message: Message): void;
  onMessage(listener: (message: Message) => void): Disposable;
  /** Fires once, also for a listener that comes after the close. */
  onClose(listener: () => void): Disposable;
  /** False while the carrier's own outgoing buffer is not empty: watchers without `flow` wait for it. */
  ready(): boolean;
  onReady(listener: () => void): Disposable;
  close(): void;
}

/** Whether a value that came in has the form of a message; everything else is dropped at the link. */
export function isMessage(value: unknown): value is Message {
  if (value === null || typeof value !== 'object') return false;
  if ('e' in value) return typeof value.e === 'string' && (!('i' in value) || typeof value.i === 'number');
  return 'a' in value && typeof value.a === 'number';
}
