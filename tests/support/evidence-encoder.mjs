// Writes evidence as the protocol has it, but of any movement: what a dishonest client would send.
import { readings } from "./sensor-player.mjs";

const VERSION = 1;
const GESTURES = ["wave", "shake", "circle", "flip"];
const GRAVITY_BIT = 4;
const FRAMES_HZ = 50;

/**
 * A part of a recording with gravity and without a gyroscope, as evidence of a gesture.
 * @param {string} gesture @param {import("./recordings.mjs").Recording} recording
 * @param {{ from_ms: number, to_ms: number }} part
 */
export function evidence(gesture, recording, part) {
  const frames = readings(recording, { ...part, rate_hz: FRAMES_HZ }).map(({ sensors }) =>
    (sensors.accelerometer ?? []).map((value) => Math.round(value * 10)),
  );
  const bytes = [VERSION, GESTURES.indexOf(gesture) | GRAVITY_BIT, ...varint(frames.length)];
  let last = [0, 0, 0];
  for (const frame of frames) {
    frame.forEach((value, axis) => bytes.push(...varint(zigzag(value - Number(last[axis])))));
    last = frame;
  }
  return Buffer.from(bytes).toString("base64url");
}

/** Small numbers of either sign become small numbers. @param {number} value */
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);

/** Seven bits a byte, the low ones first. @param {number} value @returns {number[]} */
const varint = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)]);
