// A page's script that plays a phone whose system asks before it lets a page see motion, as iPhones do.

/** Runs in the page, before the widget's script. */
export function playMotion() {
  const { answer, samples } = /** @type {{ answer: string, samples: { timeStamp: number }[] }} */ (
    /** @type {unknown} */ (globalThis)
  );
  /** Reads the sensor out from now on, in the time that the movement took. */
  const play = () => {
    const start_ms = performance.now();
    const first_ms = samples[0]?.timeStamp ?? 0;
    for (const { timeStamp, ...reading } of samples)
      setTimeout(
        () => dispatchEvent(Object.assign(new Event("devicemotion"), { acceleration: null, ...reading })),
        timeStamp - first_ms - (performance.now() - start_ms),
      );
  };
  const answers = /** @type {Record<string, () => Promise<string>>} */ ({
    granted: async () => (setTimeout(play), "granted"),
    denied: async () => "denied",
    thrown: () => Promise.reject(new DOMException("not within a click", "NotAllowedError")),
    unanswered: () => new Promise(() => {}),
  });
  Object.assign(globalThis, { DeviceMotionEvent: { requestPermission: answers[answer] } });
}
