/** More than are ever in flight at once. */
const KEPT = 8;
/** Sizes are rounded up to this, so that a batch of slightly longer names finds a buffer that fits. */
const STEP = 64 * 1024;

/**
 * Reusable buffers for the bodies of requests. A body takes megabytes and lives for one request: left to the garbage
 * collector, memory grows by hundreds of them before it collects.
 */
export class BodyBuffers {
  readonly #free: Buffer[] = [];

  /** A buffer of at least `size` bytes; its old content is still in it. */
  take(size: number): Buffer {
    const at = this.#free.findIndex((buffer) => buffer.length >= size);
    // Not from Node's shared pool: `buffer` of a small body would be all of it.
    return (
      this.#free.splice(at, at === -1 ? 0 : 1)[0] ?? Buffer.allocUnsafeSlow(Math.ceil(size / STEP) * STEP)
    );
  }

  /**
   * Give a buffer back. Only when nothing can read it any more: a socket may still hold the body of an abandoned request,
   * and would post the next batch's bytes under the old one's key.
   */
  give(buffer: Buffer): void {
    this.#free.push(buffer);
    if (this.#free.length > KEPT) this.#free.shift();
  }
}
