// The package's public face. What is not here may change without notice.

/** What a widget shows. */
export type PasswaveState =
  "idle" | "asking" | "listening" | "progress" | "hint" | "checking" | "verified" | "failed" | "expired";

/** One reading of a phone's sensors, in the names, axes and units of the web's `devicemotion` event. */
export interface MotionSample {
  /** Milliseconds on any steady clock. */
  timeStamp: number;
  /** In m/s²; face up on a table, z is +9.8. The sign as a whole carries no meaning: iOS has the opposite one. */
  accelerationIncludingGravity?: { x: number | null; y: number | null; z: number | null } | null;
  /** In m/s², without gravity. */
  acceleration?: { x: number | null; y: number | null; z: number | null } | null;
  /** In deg/s, about x (alpha), y (beta) and z (gamma). */
  rotationRate?: { alpha: number | null; beta: number | null; gamma: number | null } | null;
}

/**
 * The units of a host that does not measure as the web does; Core Motion has `{ time: "s", acceleration: "g", rotation:
 * "rad/s" }`.
 */
export interface MotionUnits {
  time?: "ms" | "s";
  acceleration?: "m/s2" | "g";
  rotation?: "deg/s" | "rad/s";
}

/** Attributes of `<pass-wave>`. */
export interface PasswaveAttributes {
  /** Which site; required unless `evidence` is `none`. */
  sitekey?: string;
  /** The Passwave server's address, if it is not where the script came from. */
  server?: string;
  mode?: "standard" | "elder";
  lang?: string;
  way?: "wave" | "shake" | "circle" | "flip" | "slide" | "press";
  /** `none`: the verdict of the phone alone, with no server and no token. A courtesy, not a defence. */
  evidence?: "none";
  /** Comes back from siteverify. */
  action?: string;
  /** Comes back from siteverify. */
  cdata?: string;
  theme?: "light" | "dark";
  sound?: "off";
  speech?: "on";
  name?: string;
  "help-href"?: string;
  "help-text"?: string;
  caution?: string;
  /** A worker on the page's own origin, for pages that are not on the server's: a copy of `passwave-worker.js`. */
  "worker-src"?: string;
}

/** What `<pass-wave>` has of a form field in templates. */
export interface PasswaveFieldAttributes {
  required?: boolean;
  disabled?: boolean;
  /** The id of a form elsewhere in the page. */
  form?: string;
}

/** The events of `<pass-wave>`; all of them bubble. */
export interface PasswaveEventMap {
  "passwave-state": CustomEvent<{ state: PasswaveState }>;
  /** With `evidence="none"` the token is empty. */
  "passwave-verified": CustomEvent<{ token: string }>;
  "passwave-expired": CustomEvent<null>;
  "passwave-error": CustomEvent<{ code: string }>;
}

/** `<pass-wave sitekey="…">`: a form field that holds a token once a person has verified. */
export class PassWave extends HTMLElement {
  /** Where the package's other files lie, if it is not beside the script: `PassWave.base = "/passwave/"`. */
  static base: string;
  readonly state: PasswaveState;
  /** The token, or the empty string. */
  readonly value: string;
  readonly form: HTMLFormElement | null;
  readonly name: string;
  readonly isElder: boolean;
  /** As for any form field. */
  readonly validity: ValidityState;
  readonly validationMessage: string;
  readonly willValidate: boolean;
  checkValidity(): boolean;
  reportValidity(): boolean;
  /** Starts over: no token, nothing asked. */
  reset(): void;
  /** Verifies without waving, as "Press instead" does; no tap is needed. */
  press(): void;
  /** Takes readings from a host app in place of the page's own motion events; the two are never mixed. */
  pushMotion(samples: MotionSample | MotionSample[], units?: MotionUnits): void;
  addEventListener<Type extends keyof PasswaveEventMap>(
    type: Type,
    listener: (this: PassWave, event: PasswaveEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** What `render` returns: a number here, a string with some of the compatible scripts. */
export type WidgetId = number | string;

/**
 * What `render` takes; `data-*` attributes have the same names. Callbacks are functions or names of global functions.
 */
export interface RenderParameters extends PasswaveAttributes {
  sitekey: string;
  callback?: string | ((token: string) => void);
  "expired-callback"?: string | (() => void);
  "error-callback"?: string | ((code: string) => void);
  /** `invisible`: seen only while it works; for `execute`. */
  size?: "normal" | "invisible";
  required?: boolean;
  "response-field"?: boolean;
  "response-field-name"?: string;
}

/** `window.passwave`. All but `ready` are there once `ready` has called back. */
export interface PasswaveApi {
  ready(then?: () => void): Promise<void>;
  render(container: string | Element, parameters?: RenderParameters): WidgetId;
  render(parameters: RenderParameters): WidgetId;
  getResponse(id?: WidgetId): string;
  reset(id?: WidgetId): void;
  /** Verifies without a tap, by work alone. A sitekey in place of an id stands for a widget that is not shown. */
  execute(id?: WidgetId, options?: { action?: string }): Promise<string>;
  remove(id?: WidgetId): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "pass-wave": PassWave;
  }
  interface HTMLElementEventMap extends PasswaveEventMap {}
  var passwave: PasswaveApi;
}
