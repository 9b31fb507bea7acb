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
 * @property {import("./settings-panel.js").EffectivePreferences} effective
 */

/** The words for a wait, by how many seconds it may have left. @type {[key: string, seconds: number][]} */
const WAITS = [
  ["waitTwenty", 25],
  ["waitHalfMinute", 45],
  ["waitMinute", 90],
  ["waitMinutes", Infinity],
];

/** What stands below the row and is seldom asked for: the options, the pad to slide on, the survey. */
export class Panels {
  options;
  pad;
  survey;
  strings = /** @type {Strings} */ ({});

  #host;
  /** What only the panels say, by language. @type {Map<string, Strings>} */
  #words = new Map();

  /** @param {import("../loader/controller-host.js").Host} host @param {PanelsListener} listener */
  constructor(host, { onSlide, onSurveyAnswer, effective }) {
    const { view } = host;
    this.#host = host;
    adoptStyles(/** @type {ShadowRoot} */ (view.box.getRootNode()), css);
    this.pad = new SlidePad(onSlide);
    this.survey = new Survey(onSurveyAnswer);
    view.tools.before(this.pad.element);
    view.tools.after(this.survey.element);
    this.options = new SettingsPanel(host, effective);
  }

  /** Shows what depends on the language, the attributes and the preferences. */
  async update() {
    const { strings, language } = await this.#host.loadTranslation();
    const words = this.#words.get(language) ?? (await this.#fetchWords(language));
    const all = { ...strings, ...words };
    this.strings = all;
    this.options.update();
    this.options.translate(all, this.#host.element.currentWay === "press");
    this.survey.translate(all);
  }

  /**
   * Says about how long the work takes yet.
   * @param {number} left_ms @param {import("./announcer.js").Announcer} announcer
   */
  sayWait(left_ms, announcer) {
    const { lang } = this.#host.view.box;
    const key = WAITS.find(([, most_s]) => left_ms < most_s * 1000)?.[0];
    const words = this.#words.get(lang)?.[/** @type {keyof Strings} */ (key)];
    if (words) announcer.announce(words, false, lang);
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
