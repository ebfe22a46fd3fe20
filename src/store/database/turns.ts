/** Lets callers do something one at a time, in the order in which they asked. */
export class Turns {
  #taken = false;
  readonly #waiting: (() => void)[] = [];

  /** True if the turn was free: it then belongs to the caller until `pass`. */
  tryTake(): boolean {
    if (this.#taken) return false;
    this.#taken = true;
    return true;
  }

  /** Resolves when the turn is the caller's. */
  async take(): Promise<void> {
    if (this.tryTake()) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Gives the turn to the next caller in line. */
  pass(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken = false;
    else next();
  }
}
