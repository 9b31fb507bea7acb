/** So long one recording may be; a gesture is done in a few seconds. */
const LONGEST_MS = 30_000;

/** @typedef {[t_ms: number, a: Triple, l: Triple, g: Triple]} Row */
/** @typedef {(number | null)[]} Triple */

const form = /** @type {HTMLFormElement} */ (document.querySelector("#record"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
const told = /** @type {HTMLElement} */ (document.querySelector("#told"));
const file = /** @type {HTMLAnchorElement} */ (document.querySelector("#file"));

/** @type {Row[] | undefined} */
let rows;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let end;

/** @param {DeviceMotionEvent} event */
function take(event) {
  rows?.push([
    event.timeStamp,
    xyz(event.accelerationIncludingGravity),
    xyz(event.acceleration),
    rates(event.rotationRate),
  ]);
}

/** @param {DeviceMotionEventAcceleration | null} reading @returns {Triple} */
function xyz(reading) {
  return [reading?.x ?? null, reading?.y ?? null, reading?.z ?? null];
}

/** @param {DeviceMotionEventRotationRate | null} reading @returns {Triple} */
function rates(reading) {
  return [reading?.alpha ?? null, reading?.beta ?? null, reading?.gamma ?? null];
}

/** Must run inside the click: only then may a page ask for motion. */
async function start() {
  const events = /** @type {{ requestPermission?: () => Promise<string> } | undefined} */ (
    /** @type {unknown} */ (globalThis.DeviceMotionEvent)
  );
  const answer = await (events?.requestPermission?.().catch(() => "denied") ?? "granted");
  if (!events || answer !== "granted") return tell("This browser gives no motion, so there is nothing to record.");
  rows = [];
  file.hidden = true;
  addEventListener("devicemotion", take);
  button.textContent = "Stop";
  end = setTimeout(stop, LONGEST_MS);
  tell("Recording. Make the gesture for about ten seconds, then press Stop.");
}

function stop() {
  clearTimeout(end);
  removeEventListener("devicemotion", take);
  button.textContent = "Start recording";
  const read = (rows ?? []).filter(([, acceleration]) => acceleration[0] !== null);
  rows = undefined;
  if (read.length < 2) return tell("No movement was felt: this device seems to have no motion sensor.");
  offer(recording(read));
}

/** The recording in the project's own format, one JSON object on a line. @param {Row[]} read */
function recording(read) {
  const [first, last] = [read[0], read[read.length - 1]];
  const begin_ms = first?.[0] ?? 0;
  const t_ms = read.map(([at_ms]) => Number((at_ms - begin_ms).toFixed(1)));
  const label = String(new FormData(form).get("label"));
  const length_ms = (last?.[0] ?? 0) - begin_ms;
  return {
    id: `self/me/${label}/0`,
    set: "self",
    person: "self:me",
    label,
    src_label: label,
    hz: Number((((read.length - 1) * 1000) / length_ms).toFixed(1)),
    placement: "hand",
    grav: true,
    // Safari alone inverts the sign of acceleration.
    conv: "GestureEvent" in globalThis ? "ios" : "android",
    t_ms,
    ...columns(
      "a",
      read.map(([, acceleration]) => acceleration),
      2,
    ),
    ...columns(
      "l",
      read.map(([, , linear]) => linear),
      2,
    ),
    ...columns(
      "g",
      read.map(([, , , rotation]) => rotation),
      1,
    ),
  };
}

/** Three columns; none where the sensor never spoke. @param {string} name @param {Triple[]} triples @param {number} digits */
function columns(name, triples, digits) {
  if (triples.every((triple) => triple.includes(null))) return {};
  const axes = ["x", "y", "z"].map((axis, which) => {
    const values = triples.map((triple) => triple[which] ?? null);
    return [name + axis, values.map((value) => (value === null ? null : Number(value.toFixed(digits))))];
  });
  return Object.fromEntries(axes);
}

/** @param {ReturnType<typeof recording>} recording */
function offer(recording) {
  URL.revokeObjectURL(file.href);
  file.href = URL.createObjectURL(new Blob([JSON.stringify(recording), "\n"], { type: "application/x-ndjson" }));
  file.download = `passwave-${recording.label}.ndjson`;
  file.hidden = false;
  tell(`Recorded ${recording.t_ms.length} readings. They are on this page only. Save the file if you want to keep it.`);
}

/** @param {string} text */
function tell(text) {
  told.textContent = text;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (rows) stop();
  else void start();
});
