// A page's script that plays a phone whose system asks before it lets a page see motion, as iPhones do.

/** Runs in the page, before the widget's script. */
export function playMotion() {
  const { answer, samples } = /** @type {{ answer: string, samples: { timeStamp: number }[] }} */ (
    /** @type {unknown} */ (globalThis)
  );
  /**
   * Reads the sensor out from now on, in the time that the movement took. Where the page is held up, readings come
   * late, and yet each says when it was made.
   */
  const play = () => {
    const start_ms = performance.now();
    const first_ms = samples[0]?.timeStamp ?? 0;
    for (const { timeStamp, ...reading } of samples) {
      const at_ms = start_ms + timeStamp - first_ms;
      const event = Object.assign(new Event("devicemotion"), { acceleration: null, ...reading });
      Object.defineProperty(event, "timeStamp", { value: at_ms });
      setTimeout(() => dispatchEvent(event), at_ms - performance.now());
    }
  };
  const answers = /** @type {Record<string, () => Promise<string>>} */ ({
    granted: async () => (setTimeout(play), "granted"),
    denied: async () => "denied",
    thrown: () => Promise.reject(new DOMException("not within a click", "NotAllowedError")),
    unanswered: () => new Promise(() => {}),
  });
  Object.assign(globalThis, { DeviceMotionEvent: { requestPermission: answers[answer] } });
}
