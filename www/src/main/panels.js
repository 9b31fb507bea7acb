import { adoptStyles } from "../shared/style-sheet.js";
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

  /** @param {import("../loader/view.js").View} view @param {PanelsListener} listener */
  constructor(view, { onSlide, onSurveyAnswer, preferences, effective, onChange }) {
    adoptStyles(/** @type {ShadowRoot} */ (view.box.getRootNode()), css);
    this.pad = new SlidePad(onSlide);
    this.survey = new Survey(onSurveyAnswer);
    view.tools.before(this.pad.element);
    view.tools.after(this.survey.element);
    this.options = new SettingsPanel(view, preferences, effective, onChange);
  }

  /** @param {Strings} strings @param {boolean} isPress Whether nothing is asked for but a press. */
  update(strings, isPress) {
    this.options.update();
    this.options.translate(strings, isPress);
    this.survey.translate(strings);
  }
}
