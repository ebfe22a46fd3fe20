/** More than ever are in flight at once. */
const KEPT = 8;
/** Sizes are rounded up to this, so that a batch of slightly longer names finds a buffer that fits. */
const STEP = 64 * 1024;

/**
 * Buffers for the bodies of requests, used again and again. A body takes megabytes and lives for one request: left to
 * the garbage collector, memory grows by hundreds of them before it looks.
 */
export class BodyBuffers {
  readonly #free: Buffer[] = [];

  /** A buffer of at least `size` bytes, with whatever was in it before. */
  take(size: number): Buffer {
    const at = this.#free.findIndex((buffer) => buffer.length >= size);
    // Not from Node's shared pool: `buffer` of a small body would be all of it.
    return (
      this.#free.splice(at, at === -1 ? 0 : 1)[0] ?? Buffer.allocUnsafeSlow(Math.ceil(size / STEP) * STEP)
    );
  }

  /**
   * Give a buffer back. Only where nothing can read it any more: a socket may hold on to the body of a request that
   * was given up, and would post the next batch's bytes under the old one's key.
   */
  give(buffer: Buffer): void {
    this.#free.push(buffer);
    if (this.#free.length > KEPT) this.#free.shift();
  }
}
