// The package's declarations are written by hand, for readers; what they promise, the element has.
import type { PassWave as Built } from "built";
import type { MotionSample, MotionUnits, PassWave as Promised, PasswaveState } from "passwave";

type Methods = Pick<
  Built,
  "checkValidity" | "press" | "pushMotion" | "reset" | "state" | "value" | "form" | "name" | "isElder"
>;
type PromisedMethods = Pick<
  Promised,
  "press" | "pushMotion" | "reset" | "state" | "value" | "form" | "name" | "isElder"
>;

export const element = (built: Methods): PromisedMethods => built;
export const states = (state: PasswaveState): Built["state"] => state;
export const push = (built: Methods, sample: MotionSample, units: MotionUnits) => built.pushMotion([sample], units);
