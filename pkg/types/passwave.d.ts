// The package's public interface. What is not here may change without notice.

/** The states of a widget. */
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
 * The units of a host app whose readings differ from the web's. Core Motion's are
 * `{ time: "s", acceleration: "g", rotation: "rad/s" }`.
 */
export interface MotionUnits {
  time?: "ms" | "s";
  acceleration?: "m/s2" | "g";
  rotation?: "deg/s" | "rad/s";
}

/** Attributes of `<pass-wave>`. */
export interface PasswaveAttributes {
  /** Identifies the site; required unless `evidence` is `none`. */
  sitekey?: string;
  /** The Passwave server's URL, if the script comes from elsewhere. */
  server?: string;
  mode?: "standard" | "elder";
  lang?: string;
  way?: "wave" | "shake" | "circle" | "flip" | "slide" | "press";
  /** `none`: the phone's verdict alone, without a server and without a token. A courtesy, not a defence. */
  evidence?: "none";
  /** `compact`: one row, press way. `invisible`: seen only while it works, on `press()` or `passwave.execute`. */
  size?: "compact" | "invisible";
  /** `submit`: begins when the form is sent, unseen until then. `focus`: when a field of the form gets the focus. */
  start?: "submit" | "focus";
  /** Returned by siteverify. */
  action?: string;
  /** Returned by siteverify. */
  cdata?: string;
  theme?: "light" | "dark";
  sound?: "off";
  speech?: "on";
  name?: string;
  "help-href"?: string;
  "help-text"?: string;
  caution?: string;
  /** The URL of a copy of `passwave-worker.js` on the page's own origin, for pages of another origin. */
  "worker-src"?: string;
}

/** Attributes of form fields that `<pass-wave>` has in templates. */
export interface PasswaveFieldAttributes {
  required?: boolean;
  disabled?: boolean;
  /** The id of a form elsewhere in the page. */
  form?: string;
}

/** The events of `<pass-wave>`. All of them bubble. */
export interface PasswaveEventMap {
  "passwave-state": CustomEvent<{ state: PasswaveState }>;
  /** With `evidence="none"` the token is empty. */
  "passwave-verified": CustomEvent<{ token: string }>;
  "passwave-expired": CustomEvent<null>;
  "passwave-error": CustomEvent<{ code: string }>;
}

/** `<pass-wave sitekey="…">`: a form field that holds a token once a person has verified. */
export class PassWave extends HTMLElement {
  /** The URL of the folder with the package's other files, if they are not beside the script: `"/passwave/"`. */
  static base: string;
  readonly state: PasswaveState;
  /** The token, or the empty string. */
  readonly value: string;
  /** Reads the form; what is written is the id of a form elsewhere in the page. */
  get form(): HTMLFormElement | null;
  set form(id: string | null);
  /** The form field's name. */
  name: string;
  required: boolean;
  disabled: boolean;
  sitekey: string;
  server: string;
  mode: string;
  way: string;
  size: string;
  start: string;
  action: string;
  cdata: string;
  caution: string;
  sound: string;
  speech: string;
  theme: string;
  evidence: string;
  helpHref: string;
  helpText: string;
  workerSrc: string;
  readonly isElder: boolean;
  /** As for any form field. */
  readonly validity: ValidityState;
  readonly validationMessage: string;
  readonly willValidate: boolean;
  checkValidity(): boolean;
  reportValidity(): boolean;
  /** Discards the token and starts over. */
  reset(): void;
  /** Verifies without motion, as "Press instead" does. Needs no click. */
  press(): void;
  /** Takes readings from a host app. From the first call on, the browser's own motion events are ignored. */
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

/** The id that `render` returns: a number here, a string with some of the compatible scripts. */
export type WidgetId = number | string;

/** The parameters of `render`, also as `data-*` attributes. Callbacks are functions or names of global functions. */
export interface RenderParameters extends Omit<PasswaveAttributes, "size"> {
  sitekey: string;
  callback?: string | ((token: string) => void);
  "expired-callback"?: string | (() => void);
  "error-callback"?: string | ((code: string) => void);
  /** As the attribute; `flexible` takes the whole width. */
  size?: "normal" | "flexible" | "compact" | "invisible";
  required?: boolean;
  "response-field"?: boolean;
  "response-field-name"?: string;
}

/** `window.passwave`. Only `ready` may be called before it has called back. */
export interface PasswaveApi {
  ready(callback?: () => void): Promise<void>;
  render(container: string | Element, parameters?: RenderParameters): WidgetId;
  render(parameters: RenderParameters): WidgetId;
  getResponse(id?: WidgetId): string;
  reset(id?: WidgetId): void;
  /**
   * Verifies by proof of work, without a click. A sitekey in place of an id means an invisible widget; an element of
   * the page's own markup counts as well.
   */
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
