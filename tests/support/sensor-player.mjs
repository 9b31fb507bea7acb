// Plays a recording to a page as trusted devicemotion events, through Chromium's sensor override.

/** @typedef {import("./recordings.mjs").Recording} Recording */
/** @typedef {import("playwright-core").CDPSession} CDPSession */
/** @typedef {[number, number, number]} Triple */
/**
 * What all sensors of a phone read at one moment.
 * @typedef {object} Reading
 * @property {number} at_ms since the recording's start
 * @property {Partial<Record<SensorName, Triple>>} sensors in the units that Chromium takes: m/s2 and rad/s
 */
/** @typedef {"accelerometer" | "linear-acceleration" | "gyroscope"} SensorName */

/** How often a browser reads a phone's sensors. */
const BROWSER_RATE_HZ = 60;
const RADIANS = Math.PI / 180;

/**
 * The recording as a phone would read it out, at a steady rate; between two samples lies a line.
 * @param {Recording} recording
 * @param {{ from_ms?: number, to_ms?: number, rate_hz?: number }} [part]
 * @returns {Reading[]}
 */
export function readings(recording, { from_ms = 0, to_ms = Infinity, rate_hz = BROWSER_RATE_HZ } = {}) {
  const first = recording.t_ms[0] ?? 0;
  const span_ms = Math.min((recording.t_ms.at(-1) ?? first) - first, to_ms) - from_ms;
  const result = [];
  for (let nth = 0, sample = 0; nth <= (span_ms / 1000) * rate_hz; nth += 1) {
    const at_ms = (nth * 1000) / rate_hz;
    const at = first + from_ms + at_ms;
    while (sample + 2 < recording.t_ms.length && Number(recording.t_ms[sample + 1]) <= at) sample += 1;
    result.push({ at_ms, sensors: sensorsAt(recording, sample, at) });
  }
  return result;
}

/** @param {Recording} recording @param {number} sample @param {number} at */
function sensorsAt(recording, sample, at) {
  /** @type {Reading["sensors"]} */
  const sensors = {};
  const { ax, ay, az, lx, ly, lz, gx, gy, gz } = recording;
  /**
   * @param {SensorName} name @param {number} factor @param {(number | null)[]} x @param {(number | null)[]} y
   * @param {(number | null)[]} z
   */
  const set = (name, factor, x, y, z) => {
    const triple = [x, y, z].map((axis) => between(recording.t_ms, axis, sample, at) * factor);
    if (triple.every(Number.isFinite)) sensors[name] = /** @type {Triple} */ (triple);
  };
  set(recording.grav ? "accelerometer" : "linear-acceleration", 1, ax, ay, az);
  if (recording.grav && lx && ly && lz) set("linear-acceleration", 1, lx, ly, lz);
  if (gx && gy && gz) set("gyroscope", RADIANS, gx, gy, gz);
  return sensors;
}

/** @param {number[]} t_ms @param {(number | null)[]} axis @param {number} sample @param {number} at */
function between(t_ms, axis, sample, at) {
  const [t0, t1] = [Number(t_ms[sample]), Number(t_ms[sample + 1] ?? t_ms[sample])];
  const [v0, v1] = [axis[sample] ?? NaN, axis[sample + 1] ?? axis[sample] ?? NaN];
  const share = t1 > t0 ? Math.min(1, Math.max(0, (at - t0) / (t1 - t0))) : 0;
  return v0 + (v1 - v0) * share;
}

/**
 * Of every sensor, the value of the first reading that has one.
 * @param {Reading[]} timeline
 * @returns {Reading["sensors"]}
 */
const firstValues = (timeline) => timeline.reduceRight((later, { sensors }) => Object.assign(later, sensors), {});

/** The sensors that any of the readings has. @param {Reading[]} timeline */
const sensorNames = (timeline) => /** @type {SensorName[]} */ (Object.keys(firstValues(timeline)));

/** The sensors of one page. */
export class Phone {
  #session;
  #types;

  /** @param {CDPSession} session @param {SensorName[]} types the sensors that are overridden */
  constructor(session, types) {
    this.#session = session;
    this.#types = types;
  }

  /**
   * Gives the page the sensors that the readings have, whichever reading has one first. Must come before the page is
   * loaded.
   * @param {import("playwright-core").Page} page
   * @param {Reading[]} timeline all that will be played
   * @param {Reading[]} [atRest] what the sensors read until then; where nothing is said, what the timeline has first
   */
  static async for(page, timeline, atRest = []) {
    const types = sensorNames(timeline);
    const session = await page.context().newCDPSession(page);
    for (const type of types) await session.send("Emulation.setSensorOverrideEnabled", { enabled: true, type });
    const phone = new Phone(session, types);
    const first = firstValues([...atRest, ...timeline]);
    await phone.#show({ at_ms: 0, sensors: Object.fromEntries(types.map((type) => [type, first[type]])) });
    return phone;
  }

  /** @param {Reading} reading */
  #show({ sensors }) {
    const sent = Object.entries(sensors).map(([type, [x, y, z]]) =>
      this.#session.send("Emulation.setSensorOverrideReadings", {
        type: /** @type {SensorName} */ (type),
        reading: { xyz: { x, y, z } },
      }),
    );
    return Promise.all(sent);
  }

  /**
   * Plays at the recording's own pace, until its end or until told to stop. Where the machine cannot
   * keep up, readings are left out, as a sensor does; none comes late.
   * Says for how long at most nothing new was read, in milliseconds.
   * @param {Reading[]} timeline
   * @param {AbortSignal} [signal]
   */
  async play(timeline, signal) {
    const missing = sensorNames(timeline).filter((type) => !this.#types.includes(type));
    if (missing.length > 0)
      throw new Error(`the page was opened without the sensors that are played: ${missing.join(", ")}`);
    const started = performance.now();
    let [shown_ms, gap_ms, next] = [0, 0, 0];
    while (next < timeline.length && !signal?.aborted) {
      const played_ms = performance.now() - started;
      const due = lastDue(timeline, next, played_ms);
      if (due) {
        gap_ms = Math.max(gap_ms, due.reading.at_ms - shown_ms);
        shown_ms = due.reading.at_ms;
        next = due.next;
        await this.#show(due.reading);
      } else {
        const early_ms = Number(timeline[next]?.at_ms) - played_ms;
        await new Promise((resolve) => setTimeout(resolve, early_ms));
      }
    }
    return gap_ms;
  }
}

/** The newest reading that is due. @param {Reading[]} timeline @param {number} next @param {number} played_ms */
function lastDue(timeline, next, played_ms) {
  let due;
  for (let at = next; Number(timeline[at]?.at_ms) <= played_ms; at += 1) {
    due = { reading: /** @type {Reading} */ (timeline[at]), next: at + 1 };
  }
  return due;
}
