import { createIcon, createElement } from "../src/shared/dom.js";
import { SlidePad } from "../src/main/slide-pad.js";

/** @typedef {"wave" | "shake" | "circle" | "flip" | "slide" | "press"} Way */
/** @typedef {Record<string, string>} Words */
/** @typedef {import("./screen-phone.js").Pose} Pose */

/** So far a finger has to go on the pad, in CSS pixels: as in the check, in elder mode. */
const SLIDE_PX = 60;

/** What to do, step by step. @type {Record<Way, string[]>} */
const STEPS = {
  wave: ["stepHold", "stepStart", "stepWave", "stepDone"],
  shake: ["stepHold", "stepStart", "stepShake", "stepDone"],
  circle: ["stepHold", "stepStart", "stepCircle", "stepDone"],
  flip: ["stepHold", "stepStart", "stepFlip", "stepDone"],
  slide: ["stepStart", "stepSlide", "stepDone"],
  press: ["stepStart", "stepPress"],
};

const CIRCLE = { cx: "18", cy: "18", r: "16", pathLength: "100" };

/** What is on the page. It shows what it is told and decides nothing. */
export class Page {
  title = createElement("h2", { tabindex: "-1" });
  start = createElement("button", { type: "button", class: "start" });
  stop = createElement("button", { type: "button", hidden: "" });
  next = createElement("button", { type: "button", hidden: "" });
  aloud = createElement("button", { type: "button", hidden: "" });
  byItself = createElement("button", { type: "button" });
  message = createElement("p", { class: "message", role: "status", "aria-live": "polite" });
  onChoose = (/** @type {Way} */ _way) => {};
  pad = { onSlide: (/** @type {number} */ _share, /** @type {boolean} */ _isOver) => {} };
  #field = new SlidePad((right_px, _down_px, isOver) =>
    this.pad.onSlide(Math.max(0, Math.min(1, right_px / SLIDE_PX)), isOver),
  );
  #steps = createElement("ol");
  #phone = createElement("div", { class: "phone" });
  #screen;
  #try = createElement("section", { "aria-labelledby": "way" });
  #words;
  #intro;

  /** @param {HTMLElement} main @param {Words} words @param {Way[]} ways */
  constructor(main, words, ways) {
    this.#words = words;
    this.#intro = createElement("p", {}, [this.#word("intro")]);
    this.aloud.hidden = !("speechSynthesis" in globalThis);
    this.aloud.textContent = this.#word("readAloud");
    this.#nameButtons();
    this.#screen = this.#screenSection();
    this.#fillTry();
    main.replaceChildren(
      this.aloud,
      createElement("h1", {}, [this.#word("heading")]),
      this.#intro,
      this.#choice(ways),
      this.#try,
      this.#screen,
      this.#teaching(),
    );
  }

  /** @param {string} key */
  #word(key) {
    return this.#words[key] ?? "";
  }

  #nameButtons() {
    this.start.append(ring(), this.#word("start"));
    this.stop.textContent = this.#word("stop");
    this.next.textContent = this.#word("next");
    this.byItself.textContent = this.#word("moveByItself");
    this.title.id = "way";
  }

  #fillTry() {
    const buttons = createElement("div", { class: "buttons" }, [this.start, this.stop, this.next]);
    this.#try.append(this.title, this.#steps, buttons, this.#field.element, this.message);
  }

  #screenSection() {
    const stage = createElement("div", { class: "stage", "aria-hidden": "true" }, [this.#phone]);
    const title = createElement("h2", { id: "screen" }, [this.#word("screenPhone")]);
    return createElement("section", { "aria-labelledby": "screen" }, [
      title,
      createElement("p", {}, [this.#word("screenPhoneDetail")]),
      this.byItself,
      stage,
    ]);
  }

  #teaching() {
    const title = createElement("h2", { id: "teach" }, [this.#word("teachTitle")]);
    return createElement("section", { "aria-labelledby": "teach" }, [
      title,
      createElement("p", {}, [this.#word("teach")]),
      createElement("p", {}, [this.#word("ready")]),
    ]);
  }

  /** @param {Way[]} ways */
  #choice(ways) {
    const choices = ways.map((way) => {
      const input = createElement("input", { type: "radio", name: "way", value: way });
      input.checked = way === ways[0];
      input.onchange = () => this.onChoose(way);
      return createElement("label", {}, [input, createElement("span", {}, [this.#word(way)])]);
    });
    return createElement("fieldset", {}, [
      createElement("legend", {}, [this.#word("choose")]),
      createElement("div", { class: "ways" }, choices),
    ]);
  }

  /** What can be read aloud now. */
  get story() {
    const steps = [...this.#steps.children].map((step) => step.textContent ?? "");
    return [this.#intro.textContent, this.title.textContent, ...steps].join(" ");
  }

  /** @param {Way} way */
  show(way) {
    const input = /** @type {HTMLInputElement | null} */ (document.querySelector(`input[value=${way}]`));
    if (input) input.checked = true;
    this.title.textContent = this.#word(way);
    this.#steps.replaceChildren(...STEPS[way].map((key) => createElement("li", {}, [this.#word(key)])));
    this.#screen.hidden = way === "slide" || way === "press";
    this.#try.classList.remove("is-done");
    this.next.hidden = true;
    this.#field.show(way === "slide" ? "right" : undefined);
    this.fill(0);
  }

  /** A button that goes away hands its focus on. @param {boolean} isRunning */
  run(isRunning) {
    if (isRunning) this.#try.classList.remove("is-done");
    if (!isRunning && this.stop.matches(":focus")) this.start.focus();
    this.stop.hidden = !isRunning;
    if (isRunning) this.fill(0);
  }

  /** @param {boolean} hasNext */
  done(hasNext) {
    this.fill(1);
    this.#try.classList.add("is-done");
    this.next.hidden = !hasNext;
  }

  /** @param {number} share From 0 to 1. */
  fill(share) {
    document.documentElement.style.setProperty("--progress", String(share));
  }

  /** @param {Pose} pose */
  pose({ sideways_px, up_px, turn_deg, isFaceDown }) {
    this.#phone.style.transform = `translate(${sideways_px}px, ${-up_px}px) rotate(${turn_deg}deg)`;
    this.#phone.style.background = isFaceDown ? "currentColor" : "none";
  }
}

function ring() {
  return createIcon([
    ["circle", { ...CIRCLE, class: "ring" }],
    ["circle", { ...CIRCLE, class: "gauge" }],
  ]);
}
