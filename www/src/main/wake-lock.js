/** Keeps the screen on from the press to the verdict, where the platform can. */
export class WakeLock {
  #isWanted = false;
  /** @type {Promise<WakeLockSentinel | void> | undefined} */
  #lock;

  /** @param {boolean} isWanted */
  hold(isWanted) {
    this.#isWanted = isWanted;
    if (isWanted) this.#lock ??= navigator.wakeLock?.request("screen").catch(() => {});
    else this.#release();
  }

  /** Browsers release the lock of a hidden page; call this when it is visible again. */
  renew() {
    this.#release();
    this.hold(this.#isWanted);
  }

  #release() {
    void this.#lock?.then((lock) => lock?.release());
    this.#lock = undefined;
  }
}
