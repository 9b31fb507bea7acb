import { make } from "./dom.js";
import { forget, keep } from "./memory.js";
import { remembered } from "./choices.js";

/** @typedef {import("./choices.js").Choices} Choices */
/** @typedef {import("./strings.js").Strings} Strings */
/** @typedef {"sound" | "vibration" | "motion" | "voice"} Name */

/** What counts now, whoever has chosen it. @typedef {() => Required<Choices>} Counting */

/** What can be switched, where the platform has it. @type {[Name, keyof Strings, isThere: () => boolean][]} */
const SWITCHES = [
  ["sound", "settingSound", () => "AudioContext" in globalThis],
  ["vibration", "settingVibration", () => "vibrate" in navigator],
  ["motion", "settingMotion", () => true],
  ["voice", "settingVoice", () => "speechSynthesis" in globalThis],
];

/** The switches. What they say is kept only while "Remember on this phone" is on. */
export class SettingsPanel {
  #choices;
  #counting;
  #chosen;
  #larger = new Switch("larger", (isOn) => this.#choose("mode", isOn ? "elder" : "standard"));
  #remember = new Switch("remember", (isOn) => this.#rememberAll(isOn));
  #detail = make("p", { id: "remember-detail" });
  #isForbidden = false;
  #switches = SWITCHES.filter(([, , isThere]) => isThere()).map(([name, key]) => ({
    name,
    key,
    own: new Switch(name, (isOn) => this.#choose(name, isOn)),
  }));
  element = make("div", { class: "switches" });

  /** @param {Choices} choices @param {Counting} counting @param {() => void} chosen */
  constructor(choices, counting, chosen) {
    this.#choices = choices;
    this.#counting = counting;
    this.#chosen = chosen;
    this.#remember.input.setAttribute("aria-describedby", "remember-detail");
    const all = [...this.#switches.map(({ own }) => own), this.#larger, this.#remember];
    this.element.append(...all.map(({ element }) => element), this.#detail);
  }

  /** @param {Strings} strings */
  translate(strings) {
    for (const { key, own } of this.#switches) own.write(strings[key]);
    this.#larger.write(strings.larger);
    this.#remember.write(strings.remember);
    this.#detail.textContent = (this.#isForbidden ? strings.cannotRemember : strings.rememberDetail) ?? "";
  }

  /** Brings the switches in line with what counts. */
  update() {
    const counting = this.#counting();
    for (const { name, own } of this.#switches) own.input.checked = counting[name];
    this.#larger.input.checked = counting.mode === "elder";
    this.#remember.input.checked = this.#keepIfAsked();
  }

  /** Elder mode can be chosen elsewhere as well. */
  #keepIfAsked() {
    return Boolean(remembered()) && keep(this.#counting());
  }

  /** @template {keyof Choices} Name @param {Name} name @param {Choices[Name]} value */
  #choose(name, value) {
    this.#choices[name] = value;
    this.#chosen();
  }

  /** All that counts now is kept, also what the site has set and the person has left so. @param {boolean} isWanted */
  #rememberAll(isWanted) {
    this.#isForbidden = !(isWanted ? keep(this.#counting()) : forget());
    this.#chosen();
  }
}

/** A switch with its name; the whole line can be pressed. */
class Switch {
  input;
  #label = make("span");
  element;

  /** @param {string} name @param {(isOn: boolean) => void} onChange */
  constructor(name, onChange) {
    this.input = make("input", { type: "checkbox", role: "switch", part: `switch-${name}` });
    this.input.onchange = () => onChange(this.input.checked);
    this.element = make("label", { class: "switch" }, [this.input, this.#label]);
  }

  /** @param {string | undefined} text */
  write(text) {
    this.#label.textContent = text ?? "";
  }
}
