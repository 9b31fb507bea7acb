import { make } from "./dom.js";

/** @typedef {import("./strings.js").Strings} Strings */

/** "Was that easy?": a question that waits to be found. It is not announced and takes no focus. */
export class Easy {
  #question = make("p", { id: "easy", tabindex: "-1" });
  #yes = make("button", { type: "button", part: "easy-yes" });
  #no = make("button", { type: "button", part: "easy-no" });
  element = make("div", { class: "easy", part: "easy", role: "group", "aria-labelledby": "easy", hidden: "" }, [
    this.#question,
    this.#yes,
    this.#no,
  ]);
  #asked = "";
  #thanks = "";

  /** @param {(isEasy: boolean) => void} onAnswer */
  constructor(onAnswer) {
    this.#yes.onclick = () => this.#answered(onAnswer, true);
    this.#no.onclick = () => this.#answered(onAnswer, false);
  }

  /** @param {Strings} strings */
  translate({ easyQuestion = "", easyYes = "", easyNo = "", easyThanks = "" }) {
    this.#asked = easyQuestion;
    this.#question.textContent = this.#yes.hidden ? easyThanks : easyQuestion;
    this.#yes.textContent = easyYes;
    this.#no.textContent = easyNo;
    this.#thanks = easyThanks;
  }

  ask() {
    this.#showButtons(true);
    this.#question.textContent = this.#asked;
    this.element.hidden = false;
  }

  /** A question that is being answered is not taken away. */
  withdraw() {
    if (!this.element.matches(":focus-within")) this.element.hidden = true;
  }

  /** The focus goes to the thanks, for the button that had it is gone. @param {(isEasy: boolean) => void} onAnswer @param {boolean} isEasy */
  #answered(onAnswer, isEasy) {
    this.#question.textContent = this.#thanks;
    this.#question.focus();
    this.#showButtons(false);
    onAnswer(isEasy);
  }

  /** @param {boolean} isShown */
  #showButtons(isShown) {
    this.#yes.hidden = this.#no.hidden = !isShown;
  }
}
