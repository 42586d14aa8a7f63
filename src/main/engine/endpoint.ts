import { readFileSync } from 'node:fs';
import * as net from 'node:net';
import { join } from 'node:path';
import * as tls from 'node:tls';

export interface TlsFiles {
  readonly ca: Buffer | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
  readonly skipVerify: boolean;
}

/** Where an engine listens. `unsupported` carries why, in words for the screen. */
export type Endpoint =
  | { readonly kind: 'unix'; readonly path: string; readonly shown: string }
  | {
      readonly kind: 'tcp';
      readonly host: string;
      readonly port: number;
      readonly tls: TlsFiles | undefined;
      readonly shown: string;
    }
  | { readonly kind: 'unsupported'; readonly why: string; readonly shown: string };

export type ReachableEndpoint = Exclude<Endpoint, { kind: 'unsupported' }>;

/** Certificates of a folder as the docker CLI lays them out; a missing file is left out. */
export function readTls(folder: string, skipVerify: boolean): TlsFiles {
  const read = (name: string): Buffer | undefined => {
    try {
      return readFileSync(join(folder, name));
    } catch {
      return undefined;
    }
  };
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem'), skipVerify };
}

/** Reads `unix://…`, `tcp://host:port`, `host:port`, as `DOCKER_HOST` and contexts write them. */
export function parseEndpoint(text: string, tlsFiles: TlsFiles | undefined): Endpoint {
  const host = text.trim();
  if (host.startsWith('unix://')) return { kind: 'unix', path: host.slice(7) || '/var/run/docker.sock', shown: host };
  if (host.startsWith('/')) return { kind: 'unix', path: host, shown: `unix://${host}` };
  const scheme = /^([a-z]+):\/\//i.exec(host)?.[1]?.toLowerCase();
  if (scheme === 'ssh') return { kind: 'unsupported', why: 'Engines over SSH are not supported yet.', shown: host };
  if (scheme === 'npipe')
    return { kind: 'unsupported', why: 'Windows named pipes are not supported yet.', shown: host };
  try {
    const url = new URL(scheme ? host.replace(/^[a-z]+:/i, 'http:') : `http://${host}`);
    const isKnown = scheme === undefined || scheme === 'tcp' || scheme === 'http' || scheme === 'https';
    if (isKnown && url.hostname) {
      const secure =
        tlsFiles ??
        (scheme === 'https' ? { ca: undefined, cert: undefined, key: undefined, skipVerify: false } : undefined);
      const port = url.port ? Number(url.port) : secure ? 2376 : 2375;
      return {
        kind: 'tcp',
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port,
        tls: secure,
        shown: scheme ? host : `tcp://${host}`,
      };
    }
  } catch {
    // Told below.
  }
  return { kind: 'unsupported', why: `"${host.slice(0, 100)}" is not an address of a Docker engine.`, shown: host };
}

/** As node:tls takes them; what is not given is the system's. */
export function tlsOptions(files: TlsFiles): { ca?: Buffer; cert?: Buffer; key?: Buffer; rejectUnauthorized: boolean } {
  return {
    rejectUnauthorized: !files.skipVerify,
    ...(files.ca && { ca: files.ca }),
    ...(files.cert && { cert: files.cert }),
    ...(files.key && { key: files.key }),
  };
}

/**
 * A bare socket. `onRead` gets every read in one shared buffer (valid during the call); only TLS, which cannot
 * read into a given buffer, gives a buffer of its own.
 */
export function connectSocket(endpoint: ReachableEndpoint, onRead: (bytes: Uint8Array) => void): net.Socket {
  if (endpoint.kind === 'tcp' && endpoint.tls) {
    const socket = tls.connect({
      host: endpoint.host,
      port: endpoint.port,
      servername: net.isIP(endpoint.host) ? '' : endpoint.host,
      ...tlsOptions(endpoint.tls),
    });
    socket.on('data', onRead);
    return socket;
  }
  const onread = {
    buffer: READ_BUFFER,
    callback: (count: number, buffer: Uint8Array): boolean => {
      onRead(buffer.subarray(0, count));
      return true;
    },
  };
  if (endpoint.kind === 'unix') return net.connect({ path: endpoint.path, onread });
  return net.connect({ host: endpoint.host, port: endpoint.port, noDelay: true, onread });
}

// One for all connections: a read is handed to its callback before the next one begins, and nobody keeps it.
// Not a Buffer: its `slice` is a view, and who copied with it kept bytes that the next read wrote over.
const READ_BUFFER = new Uint8Array(256 * 1024);
