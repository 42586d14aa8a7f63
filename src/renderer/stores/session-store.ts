import { makeAutoObservable, observableRef } from 'mobx';
import type { Disposable } from '#shared/base/disposable.ts';
import type { LinkState } from '#shared/client/client.ts';
import type { CommandName } from '#shared/contract/index.ts';
import type { Api } from '#renderer/transport/api.ts';

/** The link to the core and what it allows us. What a role may not do is absent from the screen, not greyed. */
export class SessionStore {
  state: LinkState;
  hello: Api['hello'];

  constructor(api: Api) {
    this.state = api.state;
    this.hello = api.hello;
    makeAutoObservable(this, { hello: observableRef });
  }

  open(api: Api): Disposable {
    this.update(api.state, api.hello);
    return api.onState((state) => this.update(state, api.hello));
  }

  update(state: LinkState, hello: Api['hello']): void {
    this.state = state;
    this.hello = hello;
  }

  /** Before the link is made nothing is known; the screen then shows no acts, and gets them with the hello. */
  can(command: CommandName): boolean {
    return this.hello?.commands.includes(command) ?? false;
  }
}
