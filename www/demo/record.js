/** The maximum length of a recording. A gesture takes a few seconds. */
const MAX_LENGTH_MS = 30_000;
/** The bands of age that count as older people's. */
const OLDER = ["60-74", "75-"];

/** @typedef {[t_ms: number, acceleration: Triple, linear: Triple, rotation: Triple]} Sample */
/** @typedef {(number | null)[]} Triple */

const form = /** @type {HTMLFormElement} */ (document.querySelector("#record"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
const statusLine = /** @type {HTMLElement} */ (document.querySelector("#status"));
const file = /** @type {HTMLAnchorElement} */ (document.querySelector("#file"));

/** @type {Sample[] | undefined} */
let samples;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {DeviceMotionEvent} event */
function addSample(event) {
  samples?.push([
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

/** Must run inside a click, because a page may ask for motion at no other moment. */
async function start() {
  const events = /** @type {{ requestPermission?: () => Promise<string> } | undefined} */ (
    /** @type {unknown} */ (globalThis.DeviceMotionEvent)
  );
  const answer = await (events?.requestPermission?.().catch(() => "denied") ?? "granted");
  if (!events || answer !== "granted")
    return showStatus("This browser gives no motion, so there is nothing to record.");
  samples = [];
  file.hidden = true;
  addEventListener("devicemotion", addSample);
  button.textContent = "Stop";
  timer = setTimeout(stop, MAX_LENGTH_MS);
  showStatus("Recording. Make the gesture for about ten seconds, then press Stop.");
}

function stop() {
  clearTimeout(timer);
  removeEventListener("devicemotion", addSample);
  button.textContent = "Start recording";
  const withReading = (samples ?? []).filter(([, acceleration]) => acceleration[0] !== null);
  samples = undefined;
  if (withReading.length < 2) return showStatus("No movement was felt: this device seems to have no motion sensor.");
  offerFile(toRecording(withReading));
}

/** Converts samples to the project's format of recordings, see docs/recordings.md. @param {Sample[]} read */
function toRecording(read) {
  const [first, last] = [read[0], read[read.length - 1]];
  const begin_ms = first?.[0] ?? 0;
  const t_ms = read.map(([at_ms]) => Number((at_ms - begin_ms).toFixed(1)));
  const { label = "", code = "me" } = answers();
  const length_ms = (last?.[0] ?? 0) - begin_ms;
  return {
    id: `self/${code}/${label}/0`,
    set: "self",
    person: `self:${code}`,
    label,
    src_label: label,
    hz: Number((((read.length - 1) * 1000) / length_ms).toFixed(1)),
    placement: "hand",
    ...aboutThePerson(),
    grav: true,
    // Only Safari inverts the sign of acceleration.
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

/** What the form says; what was left unsaid is not there. @returns {Record<string, string>} */
function answers() {
  const said = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
  return Object.fromEntries(said.filter(([, value]) => value !== ""));
}

/** In broad bands, and only what was said. */
function aboutThePerson() {
  const { age_range, hand, tremor, vision } = answers();
  const age_group = age_range && (OLDER.includes(age_range) ? "older" : "young");
  return { age_range, age_group, hand, tremor, vision };
}

/**
 * Three columns, or none if the sensor gave no value.
 * @param {string} name @param {Triple[]} triples @param {number} digits
 */
function columns(name, triples, digits) {
  if (triples.every((triple) => triple.includes(null))) return {};
  const axes = ["x", "y", "z"].map((axis, which) => {
    const values = triples.map((triple) => triple[which] ?? null);
    return [name + axis, values.map((value) => (value === null ? null : Number(value.toFixed(digits))))];
  });
  return Object.fromEntries(axes);
}

/** @param {ReturnType<typeof toRecording>} recording */
function offerFile(recording) {
  URL.revokeObjectURL(file.href);
  file.href = URL.createObjectURL(new Blob([JSON.stringify(recording), "\n"], { type: "application/x-ndjson" }));
  const code = recording.person === "self:me" ? "" : `-${recording.person.slice("self:".length)}`;
  file.download = `passwave-${recording.label}${code}.ndjson`;
  file.hidden = false;
  showStatus(
    `Recorded ${recording.t_ms.length} readings. They are on this page only. Save the file if you want to keep it.`,
  );
}

/** What stands there already would not be spoken again, if it did not differ. @param {string} text */
function showStatus(text) {
  statusLine.textContent = statusLine.textContent === text ? `${text}\u00a0` : text;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (samples) stop();
  else void start();
});
