// A generated movement as a host app hands it over: in the names and units of the devicemotion event.
import { generated } from "./recordings.mjs";

let seed = 0;

/** A wave of a few seconds, one sample after the other: another each time, for the server takes no movement twice. */
export function waveSamples() {
  const [recording] = generated("wave_ud", 1, (seed += 1));
  if (!recording) throw new Error("no wave was generated");
  const { grav, t_ms, ax, ay, az, gx, gy, gz } = recording;
  return t_ms.map((timeStamp, at) => ({
    timeStamp,
    [grav ? "accelerationIncludingGravity" : "acceleration"]: { x: ax[at], y: ay[at], z: az[at] },
    rotationRate: { alpha: gx?.[at] ?? null, beta: gy?.[at] ?? null, gamma: gz?.[at] ?? null },
  }));
}
