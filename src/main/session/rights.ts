import { type ChannelDef, type CommandDef, rank, type Role } from '#shared/contract/define.ts';
import { channels, commands } from '#shared/contract/index.ts';
import { isPrivateLog } from '#shared/contract/logs.ts';
import { isInScope } from '#shared/contract/pairing.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Caller } from '#main/commands/handler.ts';

/** What the checks need to know of a container. */
export interface ContainerFacts {
  readonly id: string;
  readonly name: string;
  readonly stack?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

export interface RightsPorts {
  /** The local switch "Allow from the network". */
  isNetworkAllowed(): boolean;
  /** Full id of a container that was named in any way; throws not_found or conflict. */
  resolveContainer(engine: string, ref: string): Promise<string>;
  containerFacts(engine: string, id: string): Promise<ContainerFacts | undefined>;
  /** What is known of it without asking the engine. */
  knownContainer(engine: string, id: string): ContainerFacts | undefined;
}

/** What an admin at this computer may is all there is: the token of a start without a display has no window above it. */
export const roleOf = (caller: Caller): Role => (caller.isLocal && caller.role === 'admin' ? 'local' : caller.role);

/** Who may what, from the contract alone: the same for channels, commands, REST and input. */
export class Rights {
  readonly #ports: RightsPorts;

  constructor(ports: RightsPorts) {
    this.#ports = ports;
  }

  known(engine: string, id: string): ContainerFacts | undefined {
    return this.#ports.knownContainer(engine, id);
  }

  channelsFor(caller: Caller): string[] {
    return Object.entries(channels).flatMap(([name, def]) => (this.#mayEver(def, caller) ? [name] : []));
  }

  commandsFor(caller: Caller): string[] {
    return Object.entries(commands).flatMap(([name, def]) =>
      this.#mayEver(def, caller) && !this.#isShut(def, caller) ? [name] : [],
    );
  }

  /** Role and network switch. Throws `forbidden`. */
  check(name: string, def: ChannelDef | CommandDef, caller: Caller): void {
    if (rank(roleOf(caller)) < rank(def.role))
      throw new AppError('forbidden', `${name} needs the role ${def.role}; you are ${caller.role}.`);
    if ('needsNetworkSwitch' in def && this.#isShut(def, caller))
      throw new AppError('forbidden', `${name} is not allowed from the network.`, {
        hint: 'The owner can allow it on the Remote access screen.',
      });
  }

  /**
   * Puts the full id in the place of each container that the params name, and checks scope and private logs on it.
   * Throws `not_found`, `conflict`, `forbidden`.
   */
  async target(
    name: string,
    def: ChannelDef | CommandDef,
    params: Record<string, unknown>,
    caller: Caller,
  ): Promise<void> {
    if (caller.scope && !isForScope(def))
      throw new AppError('forbidden', `${name} reaches more than the containers that this sign-in is limited to.`);
    const engine = String(params['engine']);
    const several = params['containers'];
    if (def.readsLog && Array.isArray(several)) {
      const ids: string[] = [];
      for (const ref of several) ids.push(await this.#readable(engine, String(ref), def, caller));
      params['containers'] = ids;
      return;
    }
    const ref = params['container'];
    if (typeof ref !== 'string') {
      // One that may name a container, and names none.
      if (caller.scope && !def.isOpenToScope)
        throw new AppError('forbidden', `${name} shows more than the containers that this sign-in is limited to.`);
      return;
    }
    params['container'] = await this.#readable(engine, ref, def, caller);
  }

  /** The full id of a container that this caller may see, and read the log of where it is about that. */
  async #readable(engine: string, ref: string, def: ChannelDef | CommandDef, caller: Caller): Promise<string> {
    const id = caller.scope
      ? await this.#inScope(engine, ref, caller)
      : await this.#ports.resolveContainer(engine, ref);
    if (!def.readsLog || rank(caller.role) >= rank('operator')) return id;
    const facts = await this.#ports.containerFacts(engine, id);
    if (facts && isPrivateLog(facts.labels)) throw new AppError('forbidden', 'The log of this container is private.');
    return id;
  }

  /** For somebody who may see some containers only, the others are no different from those that do not exist. */
  async #inScope(engine: string, ref: string, caller: Caller): Promise<string> {
    const outside = new AppError('forbidden', 'This sign-in is limited to some containers, and this is none of them.', {
      field: 'container',
    });
    const id = await this.#ports.resolveContainer(engine, ref).catch((thrown: unknown) => {
      throw thrown instanceof AppError && thrown.code !== 'engine_unavailable' ? outside : thrown;
    });
    const facts = await this.#ports.containerFacts(engine, id);
    if (!facts || !isInScope(caller.scope, facts)) throw outside;
    return id;
  }

  #mayEver(def: ChannelDef | CommandDef, caller: Caller): boolean {
    if (rank(roleOf(caller)) < rank(def.role)) return false;
    return !caller.scope || isForScope(def);
  }

  #isShut(def: CommandDef, caller: Caller): boolean {
    return def.needsNetworkSwitch && !caller.isLocal && !this.#ports.isNetworkAllowed();
  }
}

const isForScope = (def: ChannelDef | CommandDef): boolean => def.isOpenToScope ?? namesContainer(def);

function namesContainer({ params }: ChannelDef | CommandDef): boolean {
  return 'shape' in params && typeof params.shape === 'object' && params.shape !== null && 'container' in params.shape;
}
