import { focusedTextField } from "../shared/focused-text-field.js";
import { STARTABLE_STATES } from "../shared/ways.js";
import { submitAgain } from "./submit-again.js";

/** @typedef {import("../loader/controller-host.js").Host} Host */
/** @typedef {import("./announcer.js").Announcer} Announcer */
/** @typedef {import("./cues.js").Cues} Cues */
/** @typedef {import("./held-form.js").HeldForm} HeldForm */

const STATES_AT_REST = [...STARTABLE_STATES, "verified"];
/** Sending the form begins the check. What is not seen until it works could not be begun otherwise. */
const BEGUN_BY_SUBMIT = "[start=submit], [start][size=invisible]";

/** @type {WeakSet<Element>} */
const started = new WeakSet();

/** Once for each check. @param {ConstructorParameters<typeof FormStart>} parts */
export function beginWithForm(...parts) {
  const [{ element }] = parts;
  if (!started.has(element)) new FormStart(...parts);
}

/** Lets the check begin with its form: when that is sent, or when a field of it gets the focus. */
class FormStart {
  #host;
  #heldForm;
  #press;

  /**
   * @param {Host} host @param {HeldForm} heldForm @param {Announcer} announcer @param {Cues} cues
   * @param {() => void} press
   */
  constructor(host, heldForm, announcer, cues, press) {
    started.add(host.element);
    this.#host = host;
    this.#heldForm = heldForm;
    this.#press = press;
    this.#holdForm();
    this.#letBeSent();
    this.#beSilent(announcer, cues);
    host.element.addEventListener("passwave-state", this.#onState);
    heldForm.detach();
    heldForm.onFocus = this.#onFocus;
    if (host.element.isConnected) heldForm.attach();
    this.#onFocus();
  }

  #holdForm() {
    const form = this.#heldForm;
    const { mustWait, fetchToken } = form;
    form.mustWait = () => this.#mustBegin || mustWait();
    form.fetchToken = () => (this.#mustBegin ? this.#begin() : fetchToken());
  }

  get #mustBegin() {
    const { element, view } = this.#host;
    const isDone = element.value || element.state === "verified" || view.start.disabled;
    return !isDone && element.matches(BEGUN_BY_SUBMIT);
  }

  /** It may be at work already, because a field has had the focus. */
  #begin() {
    const { element } = this.#host;
    if (STARTABLE_STATES.includes(element.state)) element.press();
  }

  /** Until this script was there, the browser held the form back; now the check begins when it is sent. */
  #letBeSent() {
    const element = /** @type {any} */ (this.#host.element);
    const { setField } = element;
    element.setField = (/** @type {boolean} */ isMissing, /** @type {unknown[]} */ ...more) =>
      setField.call(element, isMissing && !element.matches(BEGUN_BY_SUBMIT), ...more);
    element.update();
  }

  /**
   * A check that begins by itself is shown, but must not be heard over what a person types. Who has sent the form has
   * done typing.
   * @param {Announcer} announcer @param {Cues} cues
   */
  #beSilent(announcer, cues) {
    const isSilent = () => {
      const isBegunByFocus = this.#host.element.matches("[start=focus]") && !this.#heldForm.isHeld;
      return isBegunByFocus && focusedTextField();
    };
    const { announce } = announcer;
    announcer.announce = (text, ...how) =>
      isSilent() ? announcer.showSilently(text) : announce.call(announcer, text, ...how);
    const { play } = cues;
    cues.play = (name) => void (isSilent() || play.call(cues, name));
  }

  /** What has begun unseen is seen when it fails. Who stops it wants the form back as it is. */
  #onState = () => {
    const { element, view } = this.#host;
    const form = this.#heldForm;
    const { isHeld } = form;
    form.isHeld &&= !STATES_AT_REST.includes(element.state);
    if (isHeld && element.state === "failed") view.start.focus();
    // With evidence="none" no token has come that would have sent it.
    if (isHeld && element.state === "verified") submitAgain(element.form, form.submitter);
  };

  #onFocus = () => {
    const { element, view } = this.#host;
    const { activeElement: field } = /** @type {Document | ShadowRoot} */ (element.getRootNode());
    const isOfForm = field !== element && element.form && element.form === /** @type {any} */ (field)?.form;
    const isFresh = element.state === "idle" && !view.message.textContent && !view.start.disabled;
    if (isOfForm && isFresh && element.matches("[start=focus]")) this.#press();
  };
}
