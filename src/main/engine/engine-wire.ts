import type { ByteStream, OnBytes } from '#main/engine/engine.ts';
import type { Call } from '#main/engine/request.ts';
import type { WireRequest, WireStream } from '#main/engine/wire-stream.ts';

export type StreamRequest = Omit<WireRequest, 'version' | 'headTimeoutMs'> & { readonly headTimeoutMs: number };

/** How the parts of the engine ask it; paths come without their version. What the engine refuses is an `AppError`. */
export interface EngineWire {
  /** One question, one answer: JSON that is not parsed into a shape yet. */
  call(call: Call, signal: AbortSignal): Promise<unknown>;
  /** A request whose answer comes in pieces. */
  stream(request: StreamRequest, onBytes: OnBytes, signal: AbortSignal): ByteStream;
  /** A connection that goes on both ways after its head: a program in a container. */
  upgrade(path: string, body: unknown, onBytes: OnBytes, signal: AbortSignal): WireStream;
}
