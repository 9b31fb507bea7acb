import { SlidePad } from "../src/main/slide-pad.js";
import { createElement, createIcon } from "../src/shared/dom.js";

/** @typedef {"wave" | "shake" | "circle" | "flip" | "slide" | "press"} Way */
/** @typedef {Record<string, string>} Strings */
/** @typedef {import("./simulated-phone.js").Pose} Pose */

/** The length of a complete slide in CSS pixels, as in the check's elder mode. */
const SLIDE_PX = 60;

/** The strings of the steps of each way. @type {Record<Way, string[]>} */
const STEPS = {
  wave: ["stepHold", "stepStart", "stepWave", "stepDone"],
  shake: ["stepHold", "stepStart", "stepShake", "stepDone"],
  circle: ["stepHold", "stepStart", "stepCircle", "stepDone"],
  flip: ["stepHold", "stepStart", "stepFlip", "stepDone"],
  slide: ["stepStart", "stepSlide", "stepDone"],
  press: ["stepStart", "stepPress"],
};

const WAYS_WITHOUT_MOTION = ["slide", "press"];

const CIRCLE = { cx: "18", cy: "18", r: "16", pathLength: "100" };

/** The content of the practice page. It shows what it is told and decides nothing. */
export class PracticeView {
  title = createElement("h2", { id: "way", tabindex: "-1" });
  start = createElement("button", { type: "button", class: "start" });
  stop = createElement("button", { type: "button", hidden: "" });
  next = createElement("button", { type: "button", hidden: "" });
  back = createElement("button", { type: "button", class: "back" });
  readAloud = createElement("button", { type: "button", hidden: "" });
  moveByItself = createElement("button", { type: "button" });
  message = createElement("p", { class: "message", "aria-live": "polite", "aria-atomic": "true" });
  onChoose = (/** @type {Way} */ _way) => {};
  onSlide = (/** @type {number} */ _share, /** @type {boolean} */ _isOver) => {};
  #pad = new SlidePad((right_px, _down_px, isOver) =>
    this.onSlide(Math.max(0, Math.min(1, right_px / SLIDE_PX)), isOver),
  );
  #steps = createElement("ol");
  #phone = createElement("div", { class: "phone" });
  #simulation;
  #attempt = createElement("section", { "aria-labelledby": "way" });
  #strings;
  #intro;

  /** @param {HTMLElement} main @param {Strings} strings @param {Way[]} ways */
  constructor(main, strings, ways) {
    this.#strings = strings;
    this.#intro = this.#paragraph("intro");
    this.readAloud.hidden = !("speechSynthesis" in globalThis);
    this.back.hidden = history.length < 2;
    this.#labelButtons();
    this.#simulation = this.#createSimulation();
    const buttons = createElement("div", { class: "buttons" }, [this.start, this.stop, this.next]);
    this.#attempt.append(this.title, this.#steps, buttons, this.#pad.element, this.message);
    const heading = createElement("h1", {}, [this.#text("heading")]);
    const choice = this.#createChoice(ways);
    const teaching = this.#createTeaching();
    main.replaceChildren(
      this.back,
      this.readAloud,
      heading,
      this.#intro,
      choice,
      this.#attempt,
      this.#simulation,
      teaching,
    );
  }

  /** @param {string} key */
  #text(key) {
    return this.#strings[key] ?? "";
  }

  /** @param {string} key */
  #paragraph(key) {
    return createElement("p", {}, [this.#text(key)]);
  }

  #labelButtons() {
    this.start.append(progressRing(), this.#text("start"));
    this.stop.textContent = this.#text("stop");
    this.next.textContent = this.#text("next");
    this.back.textContent = this.#text("back");
    this.readAloud.textContent = this.#text("readAloud");
    this.moveByItself.textContent = this.#text("moveByItself");
  }

  #createSimulation() {
    const title = createElement("h2", { id: "screen" }, [this.#text("screenPhone")]);
    const area = createElement("div", { class: "phone-area", "aria-hidden": "true" }, [this.#phone]);
    const content = [title, this.#paragraph("screenPhoneDetail"), this.moveByItself, area];
    return createElement("section", { "aria-labelledby": "screen" }, content);
  }

  #createTeaching() {
    const title = createElement("h2", { id: "teach" }, [this.#text("teachTitle")]);
    const content = [title, this.#paragraph("teach"), this.#paragraph("ready")];
    return createElement("section", { "aria-labelledby": "teach" }, content);
  }

  /** @param {Way[]} ways */
  #createChoice(ways) {
    const options = ways.map((way) => {
      const input = createElement("input", { type: "radio", name: "way", value: way });
      input.checked = way === ways[0];
      input.onchange = () => this.onChoose(way);
      return createElement("label", {}, [input, createElement("span", {}, [this.#text(way)])]);
    });
    const legend = createElement("legend", {}, [this.#text("choose")]);
    return createElement("fieldset", {}, [legend, createElement("div", { class: "ways" }, options)]);
  }

  /** The text that "Read aloud" reads. */
  get readableText() {
    const steps = [...this.#steps.children].map((step) => step.textContent ?? "");
    return [this.#intro.textContent, this.title.textContent, ...steps].join(" ");
  }

  /** @param {Way} way */
  show(way) {
    const input = /** @type {HTMLInputElement | null} */ (document.querySelector(`input[value=${way}]`));
    if (input) input.checked = true;
    this.title.textContent = this.#text(way);
    this.#steps.replaceChildren(...STEPS[way].map((key) => createElement("li", {}, [this.#text(key)])));
    this.#simulation.hidden = WAYS_WITHOUT_MOTION.includes(way);
    this.#attempt.classList.remove("is-done");
    this.next.hidden = true;
    this.#pad.show(way === "slide" ? "right" : undefined);
    this.setProgress(0);
  }

  showRunning() {
    this.#attempt.classList.remove("is-done");
    this.stop.hidden = false;
    this.setProgress(0);
  }

  /** "Stop" disappears, so its focus moves to "Start". */
  showStopped() {
    if (this.stop.matches(":focus")) this.start.focus();
    this.stop.hidden = true;
  }

  /** @param {boolean} hasNext */
  showDone(hasNext) {
    this.setProgress(1);
    this.#attempt.classList.add("is-done");
    this.next.hidden = !hasNext;
  }

  /** @param {number} share From 0 to 1. */
  setProgress(share) {
    document.documentElement.style.setProperty("--progress", String(share));
  }

  /** @param {Pose} pose */
  showPose({ sideways_px, up_px, turn_deg, isFaceDown }) {
    this.#phone.style.transform = `translate(${sideways_px}px, ${-up_px}px) rotate(${turn_deg}deg)`;
    this.#phone.style.background = isFaceDown ? "currentColor" : "none";
  }
}

function progressRing() {
  return createIcon([
    ["circle", { ...CIRCLE, class: "ring" }],
    ["circle", { ...CIRCLE, class: "gauge" }],
  ]);
}
