import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { type NetworkRole, networkRole } from '#shared/contract/pairing.ts';
import type { User } from '#shared/contract/users.ts';
import { z } from '#shared/contract/zod.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { hashPassword, isPassword } from '#main/security/passwords.ts';
import { readPrivate, setAside, writePrivate } from '#main/security/private-file.ts';

const stored = z.object({
  name: z.string(),
  role: networkRole,
  password: z.string(),
  createdAt: z.number(),
  disabled: z.boolean().default(false),
});
type Stored = Readonly<z.infer<typeof stored>>;

type ChangeReason = 'role_changed' | 'password_changed' | 'disabled' | 'removed';

export interface UsersOptions {
  file: string;
  clock: Clock;
  warn(message: string): void;
}

/** Who can sign in with a password. There is nobody until somebody at this computer makes one: no default password. */
export class Users {
  readonly #options: UsersOptions;
  /** By the name in small letters: "Mara" and "mara" are one. */
  readonly #all = new Map<string, Stored>();
  readonly #changed = new Emitter<{ name: string; reason: ChangeReason }>();

  constructor(options: UsersOptions) {
    this.#options = options;
    for (const one of readAll(options)) this.#all.set(one.name.toLowerCase(), one);
  }

  /** What somebody had open under this name has to end. */
  onChanged(listener: (change: { name: string; reason: string }) => void): Disposable {
    return this.#changed.on(listener);
  }

  list(): User[] {
    return [...this.#all.values()].map(({ name, role, createdAt, disabled }) => ({
      name,
      role,
      disabled,
      createdAt: new Date(createdAt).toISOString(),
    }));
  }

  has(name: string): boolean {
    return this.#all.has(name.toLowerCase());
  }

  /** Undefined where there is no such user. */
  roleOf(name: string): NetworkRole | undefined {
    return this.#all.get(name.toLowerCase())?.role;
  }

  /** The user, if the password is right. Takes as long for a name that does not exist or is disabled. */
  async check(name: string, password: string): Promise<{ name: string; role: NetworkRole } | undefined> {
    const found = this.#all.get(name.toLowerCase());
    const isRight = await isPassword(password, found?.password);
    // Looked up again: the user may have been removed while the hash was made.
    return isRight && found && !found.disabled && this.#all.get(name.toLowerCase()) === found ? found : undefined;
  }

  async create(given: { name: string; role: NetworkRole; password: string }): Promise<void> {
    if (this.has(given.name)) throw taken(given.name);
    const password = await hashPassword(given.password);
    if (this.has(given.name)) throw taken(given.name);
    const { name, role } = given;
    this.#all.set(name.toLowerCase(), { name, role, password, createdAt: this.#options.clock.now(), disabled: false });
    this.#save();
  }

  async update(
    name: string,
    change: { role?: NetworkRole | undefined; password?: string | undefined; disabled?: boolean | undefined },
  ): Promise<void> {
    this.#find(name);
    const password = change.password === undefined ? undefined : await hashPassword(change.password);
    const found = this.#find(name);
    const next = {
      ...found,
      role: change.role ?? found.role,
      password: password ?? found.password,
      disabled: change.disabled ?? found.disabled,
    };
    this.#all.set(name.toLowerCase(), next);
    this.#save();
    if (next.disabled && !found.disabled) this.#changed.fire({ name: found.name, reason: 'disabled' });
    else if (password !== undefined) this.#changed.fire({ name: found.name, reason: 'password_changed' });
    else if (next.role !== found.role) this.#changed.fire({ name: found.name, reason: 'role_changed' });
  }

  remove(name: string): void {
    const found = this.#find(name);
    this.#all.delete(name.toLowerCase());
    this.#save();
    this.#changed.fire({ name: found.name, reason: 'removed' });
  }

  #find(name: string): Stored {
    const found = this.#all.get(name.toLowerCase());
    if (!found) throw new AppError('not_found', `There is no user "${name}".`, { field: 'name' });
    return found;
  }

  #save(): void {
    const text = JSON.stringify({ version: 1, users: [...this.#all.values()] }, null, 1);
    writePrivate(this.#options.file, `${text}\n`);
  }
}

const taken = (name: string): AppError =>
  new AppError('conflict', `There is a user "${name}" already.`, { reason: 'taken', field: 'name' });

function readAll({ file, clock, warn }: UsersOptions): Stored[] {
  const text = readPrivate(file);
  if (text === undefined) return [];
  try {
    return z.object({ version: z.literal(1), users: z.array(stored) }).parse(JSON.parse(text)).users;
  } catch {
    setAside(file, clock.now());
    warn('The list of users cannot be read. It is set aside: make the users again.');
    return [];
  }
}
