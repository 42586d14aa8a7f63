import { makeAutoObservable } from 'mobx';

/** Whether anybody can see the window. The shell sets it; stores drop what costs while it is false. */
export class Visibility {
  isVisible = true;

  constructor() {
    makeAutoObservable(this);
  }

  set(isVisible: boolean): void {
    this.isVisible = isVisible;
  }
}
