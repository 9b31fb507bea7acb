import { assetUrl } from "../shared/asset-url.js";
import { adoptStyles } from "../shared/style-sheet.js";
import { loadDiagnostics } from "./diagnostics.js";
import css from "./panels.css";
import { SettingsPanel } from "./settings-panel.js";
import { SlidePad } from "./slide-pad.js";
import { Survey } from "./survey.js";

/** @typedef {import("../loader/strings.js").Strings} Strings */

/**
 * What a person does with the panels, and what these need to know.
 * @typedef {object} PanelsListener
 * @property {import("./slide-pad.js").OnSlide} onSlide
 * @property {(isEasy: boolean) => void} onSurveyAnswer
 * @property {import("../shared/preferences.js").Preferences} preferences
 * @property {import("./settings-panel.js").EffectivePreferences} effective
 * @property {() => void} onChange
 */

/** What stands below the row and is seldom asked for: the options, the pad to slide on, the survey. */
export class Panels {
  options;
  pad;
  survey;

  #host;
  /** What only the panels say, by language. @type {Map<string, Strings>} */
  #words = new Map();

  /** @param {import("../loader/controller-host.js").Host} host @param {PanelsListener} listener */
  constructor(host, { onSlide, onSurveyAnswer, preferences, effective, onChange }) {
    const { view } = host;
    this.#host = host;
    adoptStyles(/** @type {ShadowRoot} */ (view.box.getRootNode()), css);
    this.pad = new SlidePad(onSlide);
    this.survey = new Survey(onSurveyAnswer);
    view.tools.before(this.pad.element);
    view.tools.after(this.survey.element);
    this.options = new SettingsPanel(view, preferences, effective, onChange);
  }

  /** Shows what depends on the language, the attributes and the preferences. */
  async update() {
    const { strings, language } = await this.#host.loadTranslation();
    const words = this.#words.get(language) ?? (await this.#fetchWords(language));
    const all = { ...strings, ...words };
    this.options.update();
    this.options.translate(all, this.#host.element.currentWay === "press");
    this.survey.translate(all);
  }

  /** @param {string} key @param {string} language */
  word(key, language) {
    return this.#words.get(language)?.[/** @type {keyof Strings} */ (key)] ?? "";
  }

  /** Where they cannot be had, English stands in. @param {string} language @returns {Promise<Strings>} */
  async #fetchWords(language) {
    try {
      const answer = await fetch(assetUrl(this.#host.base, `strings/panels/${language}.json`), { credentials: "omit" });
      const words = await answer.json();
      this.#words.set(language, words);
      return words;
    } catch {
      return (await loadDiagnostics(this.#host.base)).english;
    }
  }
}
