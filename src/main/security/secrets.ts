import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '#shared/base/clock.ts';
import { isOpenToOthers, privateFolder, readPrivate, setAside, writePrivate } from '#main/security/private-file.ts';

/** The keyring of the desktop, where there is a real one; without it secrets are files that only their owner may read. */
export interface SecretSeal {
  seal(text: string): Promise<string>;
  open(sealed: string): Promise<string>;
}

/** What each is for; the name is the file's. */
export type SecretName = 'access-tokens' | 'stored-tokens' | 'audit' | 'tls' | 'webhooks';

export interface SecretsOptions {
  /** `HOME/secrets` */
  folder: string;
  seal: SecretSeal | undefined;
  clock: Clock;
  warn(message: string): void;
}

const BYTES = 32;

/** The program's own secrets. A lost, unreadable or published one is replaced: what it signed is worth nothing then. */
export class Secrets {
  readonly #options: SecretsOptions;

  constructor(options: SecretsOptions) {
    this.#options = options;
    privateFolder(options.folder);
  }

  /** 256 random bits, made when they are first needed. */
  async key(name: SecretName): Promise<Buffer> {
    const kept = await this.text(name);
    if (kept !== undefined) {
      const key = Buffer.from(kept, 'base64');
      if (key.length === BYTES) return key;
    }
    const key = randomBytes(BYTES);
    await this.keep(name, key.toString('base64'));
    return key;
  }

  /** What was kept under this name; undefined when there is nothing that can be trusted. */
  async text(name: SecretName): Promise<string | undefined> {
    const { clock, seal, warn } = this.#options;
    const path = this.#path(name);
    const content = readPrivate(path)?.trim();
    if (content === undefined) return undefined;
    try {
      if (isOpenToOthers(path)) throw new Error('others may read it');
      return seal ? await seal.open(content) : Buffer.from(content, 'base64').toString('utf8');
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : 'unreadable';
      const what =
        name === 'webhooks'
          ? 'Give the addresses of webhooks again.'
          : 'A new one is made; who was signed in has to sign in again.';
      warn(`The secret "${name}" cannot be used (${why}). ${what}`);
      setAside(path, clock.now());
      return undefined;
    }
  }

  async keep(name: SecretName, text: string): Promise<void> {
    const { seal } = this.#options;
    const content = seal ? await seal.seal(text) : Buffer.from(text).toString('base64');
    writePrivate(this.#path(name), `${content}\n`);
  }

  // Sealed and plain are two files: the server without a display cannot open the window's, and must not destroy them.
  #path(name: SecretName): string {
    return join(this.#options.folder, this.#options.seal ? `${name}.sealed` : name);
  }
}
