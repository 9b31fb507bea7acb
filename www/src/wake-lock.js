/** Keeps the screen awake from the press to the verdict, where the platform can. */
export class WakeLock {
  /** @type {Promise<WakeLockSentinel | void> | undefined} */
  #lock;

  /** @param {boolean} isWanted */
  hold(isWanted) {
    if (isWanted) this.#lock ??= navigator.wakeLock?.request("screen").catch(() => {});
    else this.#release();
  }

  #release() {
    this.#lock?.then((lock) => lock?.release());
    this.#lock = undefined;
  }
}
