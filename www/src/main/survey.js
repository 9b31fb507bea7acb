import { createElement } from "../shared/dom.js";

/** @typedef {import("../loader/strings.js").Strings} Strings */

/** "Was that easy?" after the verdict. The question is not announced and takes no focus. */
export class Survey {
  #question = createElement("p", { id: "survey", tabindex: "-1" });
  #yes = createElement("button", { type: "button", part: "survey-yes" });
  #no = createElement("button", { type: "button", part: "survey-no" });
  element = createElement(
    "div",
    { class: "survey", part: "survey", role: "group", "aria-labelledby": "survey", hidden: "" },
    [this.#question, this.#yes, this.#no],
  );
  #questionText = "";
  #thanksText = "";

  /** @param {(isEasy: boolean) => void} onAnswer */
  constructor(onAnswer) {
    this.#yes.onclick = () => this.#answer(onAnswer, true);
    this.#no.onclick = () => this.#answer(onAnswer, false);
  }

  /** @param {Strings} strings */
  translate({ surveyQuestion = "", surveyYes = "", surveyNo = "", surveyThanks = "" }) {
    this.#questionText = surveyQuestion;
    this.#question.textContent = this.#yes.hidden ? surveyThanks : surveyQuestion;
    this.#yes.textContent = surveyYes;
    this.#no.textContent = surveyNo;
    this.#thanksText = surveyThanks;
  }

  show() {
    this.#showButtons(true);
    this.#question.textContent = this.#questionText;
    this.element.hidden = false;
  }

  /** Stays while a person is answering, which the focus tells. */
  hide() {
    if (!this.element.matches(":focus-within")) this.element.hidden = true;
  }

  /**
   * The pressed button is hidden, so the focus moves to the thanks.
   * @param {(isEasy: boolean) => void} onAnswer @param {boolean} isEasy
   */
  #answer(onAnswer, isEasy) {
    this.#question.textContent = this.#thanksText;
    this.#question.focus();
    this.#showButtons(false);
    onAnswer(isEasy);
  }

  /** @param {boolean} isShown */
  #showButtons(isShown) {
    this.#yes.hidden = this.#no.hidden = !isShown;
  }
}
