// A page that does with the check whatever a page can do, at random. `useAtRandom` does a number of sequences and gives
// back what went wrong, with the steps before it. Loaded into the page as a script.

const NAMES = (
  "required disabled name form sitekey server mode lang way size start action cdata caution sound speech theme evidence " +
  "help-href help-text worker-src dir hidden tabindex class"
).split(" ");
const PROPERTIES = [...NAMES, "helpHref", "helpText", "workerSrc", "value", "type", "tabIndex", "validity", "labels"];
const VALUES = (
  "| |0|false|true|elder|press|wave|slide|compact|invisible|submit|focus|shake|none|de|zh-Hans|ar|xx-invalid|off|on|near|far|tel:1|javascript:1|" +
  "https://%|http://127.0.0.1:1/|\u0000|<b>|test-site"
).split("|");
const ODD = [null, undefined, true, false, 0, 1, NaN, {}, [], "x".repeat(5000), ...VALUES];
const FORMS = `<form id="near" novalidate></form><form id="far" novalidate><fieldset></fieldset></form>`;
const STAGE = `${FORMS}<dialog></dialog><iframe></iframe>`;

/** A script of ours in a stack; the test's own file may lie in a folder of that name. */
const OURS = /\/passwave(-\w+)*\.m?js/;

/** Mulberry32: the same numbers for the same seed, from 0 to 1. @param {number} seed */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The page around the checks, and where a check can be put. */
class Stage {
  #shadow;
  #frame;
  #template = document.createElement("template");

  constructor() {
    document.body.innerHTML = STAGE;
    const root = document.createElement("div");
    document.body.append(root);
    this.#shadow = root.attachShadow({ mode: "open" });
    this.#frame = /** @type {HTMLIFrameElement} */ (document.querySelector("iframe"));
  }

  /** @returns {(Element | DocumentFragment)[]} */
  get places() {
    const elsewhere = this.#frame.contentDocument?.body ?? document.body;
    const inert = new DOMParser().parseFromString("", "text/html").body;
    const own = [document.body, ...document.querySelectorAll("form, fieldset, dialog")];
    return [...own, this.#shadow, elsewhere, inert, document.createElement("div"), this.#template.content];
  }

  clear() {
    const roots = [document, this.#shadow, this.#template.content, this.#frame.contentDocument ?? document];
    for (const root of roots) for (const check of root.querySelectorAll("pass-wave")) check.remove();
  }
}

/** One check after the other, and what is done with it. */
class User {
  /** @type {any} */
  check;

  /** @param {() => number} random @param {Stage} stage */
  constructor(random, stage) {
    this.random = random;
    this.stage = stage;
  }

  /** @template Item @param {ArrayLike<Item>} list @returns {any} */
  any(list) {
    return list[Math.floor(this.random() * list.length)];
  }

  attribute() {
    this.check.setAttribute(this.any(NAMES), this.any(VALUES));
  }
  attributeAway() {
    this.check.removeAttribute(this.any(NAMES));
  }
  property() {
    this.check[this.any(PROPERTIES)] = this.any(ODD);
  }
  read() {
    PROPERTIES.forEach((name) => this.check[name]);
  }
  move() {
    this.any(this.stage.places).append(this.check);
  }
  moveUp() {
    this.any(this.stage.places).prepend(this.check);
  }
  clone() {
    const copy = this.check.cloneNode(true);
    this.any(this.stage.places).append(copy);
    if (this.random() < 0.5) this.check = copy;
  }
  markup() {
    const place = document.createElement("div");
    place.innerHTML = this.check.outerHTML;
    this.any(this.stage.places).append(place);
    this.check = place.firstElementChild;
  }
  remove() {
    this.check.remove();
  }
  press() {
    this.check.press?.();
  }
  click() {
    this.any(this.check.shadowRoot?.querySelectorAll("button") ?? [this.check]).click();
  }
  reset() {
    this.check.reset?.();
  }
  update() {
    this.check.update?.();
  }
  resetForm() {
    this.any(document.forms).reset();
  }
  submit() {
    const form = this.any(document.forms);
    form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault(), { once: true });
    form.requestSubmit();
  }
  data() {
    return new FormData(this.any(document.forms));
  }
  validity() {
    return this.check.checkValidity?.();
  }
  focus() {
    this.check.focus();
  }
  samples() {
    this.check.pushMotion?.({ t: performance.now(), ax: 1, ay: 2, az: 3 });
  }
  language() {
    document.documentElement.lang = this.any(["en", "de", "ar", ""]);
  }
  children() {
    this.check.innerHTML = this.any(["", "<input name=x>", "text"]);
  }
  removeOnState() {
    const check = this.check;
    check.addEventListener("passwave-state", () => check.remove(), { once: true });
  }
  resetOnState() {
    const check = this.check;
    check.addEventListener("passwave-state", () => check.reset?.(), { once: true });
  }
}

const ACTS = Object.getOwnPropertyNames(User.prototype).filter((name) => !["constructor", "any"].includes(name));

/**
 * A sequence with a check of its own; its steps.
 * @param {User} user @param {number} mostSteps @param {string[]} faults
 */
async function oneSequence(user, mostSteps, faults) {
  const steps = [];
  for (let left = user.random() * mostSteps; left > 0; left--) {
    const act = user.any(ACTS);
    steps.push(act);
    try {
      /** @type {any} */ (user)[act]();
    } catch (error) {
      // What the browser itself refuses a page, such as a name that is none, does not come from our script.
      if (OURS.test(/** @type {Error} */ (error).stack ?? "")) faults.push(String(error));
    }
    if (user.random() < 0.2) await new Promise((resolve) => setTimeout(resolve, user.random() * 8));
  }
  return steps;
}

/**
 * Leaves a fresh check in an empty page.
 * @param {number} seed @param {number} count @param {number} mostSteps
 * @param {{ sitekey: string, server: string }} attributes
 */
async function useAtRandom(seed, count, mostSteps, attributes) {
  const random = randomFrom(seed);
  const stage = new Stage();
  const user = new User(random, stage);
  const { faults } = /** @type {any} */ (globalThis);
  for (let nth = 0; nth < count; nth++) {
    user.check = document.createElement("pass-wave");
    for (const [name, value] of Object.entries(attributes)) if (random() < 0.9) user.check.setAttribute(name, value);
    const steps = await oneSequence(user, mostSteps, faults);
    if (random() < 0.8) stage.clear();
    if (faults.length) return { seed, nth, steps, faults: [...faults] };
  }
  stage.clear();
  document.documentElement.lang = "en";
  const next = document.createElement("pass-wave");
  for (const [name, value] of Object.entries(attributes)) next.setAttribute(name, value);
  document.body.replaceChildren(next);
  return { seed, nth: count, faults: [...faults] };
}

Object.assign(globalThis, { useAtRandom });
