import { mayHaveSensor } from "../shared/device.js";
import { createElement } from "../shared/dom.js";
import { clearPreferences, loadPreferences, savePreferences } from "../shared/preferences.js";

/** @typedef {import("../loader/strings.js").Strings} Strings */
/** @typedef {import("../shared/preferences.js").Preferences} Preferences */
/** @typedef {"sound" | "vibration" | "motion" | "voice"} SwitchName */

/**
 * The preferences that are in effect, chosen by the person or set by the site.
 * @typedef {() => Required<Preferences>} EffectivePreferences
 */

/** Each is offered where the platform supports it. @type {[SwitchName, keyof Strings, isSupported: () => boolean][]} */
const SWITCHES = [
  ["voice", "readAloud", () => "speechSynthesis" in globalThis],
  ["sound", "settingSound", () => "AudioContext" in globalThis],
  ["vibration", "settingVibration", () => "vibrate" in navigator && mayHaveSensor()],
  ["motion", "settingMotion", mayHaveSensor],
];

/** The switches for a person's preferences, which are stored only while "Remember on this device" is on. */
export class SettingsPanel {
  #view;
  #preferences;
  #effective;
  #onChange;
  #smaller = createElement("button", { type: "button", part: "smaller" });
  #remember = new Switch("remember", (isOn) => this.#setRemembered(isOn));
  #rememberDetail = createElement("p", { id: "remember-detail" });
  #isStorageForbidden = false;
  #switches = SWITCHES.filter(([, , isSupported]) => isSupported()).map(([name, key]) => ({
    name,
    key,
    control: new Switch(name, (isOn) => this.#set(name, isOn)),
  }));
  #noticeTitle = createElement("p", { class: "notice-title" });
  #noticeText = createElement("p");
  #notice = createElement("div", { part: "notice" }, [this.#noticeTitle, this.#noticeText]);
  #panel = createElement("div", { class: "panel", part: "panel", hidden: "" });

  /**
   * @param {import("../loader/controller-host.js").Host} host @param {EffectivePreferences} effective
   */
  constructor({ view, preferences, applyPreferences }, effective) {
    this.#view = view;
    this.#preferences = preferences;
    this.#effective = effective;
    this.#onChange = applyPreferences;
    this.#remember.input.setAttribute("aria-describedby", "remember-detail");
    this.#smaller.onclick = () => {
      this.#set("mode", "standard");
      view.options.focus(); // The pressed button has gone.
    };
    const controls = [...this.#switches.map(({ control }) => control), this.#remember];
    const switches = controls.map(({ element }) => element);
    this.#panel.append(this.#smaller, ...switches, this.#rememberDetail, this.#notice);
    view.box.append(this.#panel);
  }

  /** Opens or closes the options. */
  toggle() {
    const isOpen = !this.#view.box.classList.toggle("open");
    this.#panel.hidden = isOpen;
    this.#view.options.setAttribute("aria-expanded", String(!isOpen));
  }

  /** @param {Strings} strings @param {boolean} isPress Whether nothing is asked for but a press. */
  translate(strings, isPress) {
    for (const { key, control } of this.#switches) control.setLabel(strings[key]);
    this.#smaller.textContent = strings.smaller ?? "";
    this.#noticeTitle.textContent = strings.noticeTitle ?? "";
    this.#noticeText.textContent = (isPress ? strings.noticePress : strings.notice) ?? "";
    this.#remember.setLabel(strings.remember);
    const detail = this.#isStorageForbidden ? strings.cannotRemember : strings.rememberDetail;
    this.#rememberDetail.textContent = detail ?? "";
  }

  /** Shows the preferences that are in effect. */
  update() {
    const effective = this.#effective();
    for (const { name, control } of this.#switches) control.input.checked = effective[name];
    this.#smaller.hidden = effective.mode !== "elder";
    this.#remember.input.checked = Boolean(loadPreferences());
  }

  /** @template {keyof Preferences} Name @param {Name} name @param {Preferences[Name]} value */
  #set(name, value) {
    this.#preferences[name] = value;
    this.#onChange();
  }

  /**
   * Everything in effect is stored, including what the site has set and the person has not changed.
   * @param {boolean} isOn
   */
  #setRemembered(isOn) {
    this.#isStorageForbidden = !(isOn ? savePreferences(this.#effective()) : clearPreferences());
    this.#onChange();
  }
}

/** A switch with its label; the whole line can be pressed. */
class Switch {
  input;
  #label = createElement("span");
  element;

  /** @param {string} name @param {(isOn: boolean) => void} onChange */
  constructor(name, onChange) {
    this.input = createElement("input", { type: "checkbox", role: "switch", part: `switch-${name}` });
    this.input.onchange = () => onChange(this.input.checked);
    this.element = createElement("label", { class: "switch" }, [this.input, this.#label]);
  }

  /** @param {string | undefined} text */
  setLabel(text) {
    this.#label.textContent = text ?? "";
  }
}
