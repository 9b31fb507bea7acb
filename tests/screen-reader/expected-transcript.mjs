// What a story is expected to sound like: lines with ">" are what a person does, the others what is heard then.

/** @param {string} line */
const isDeed = (line) => line.startsWith(">");

export class Script {
  #lines;

  /** @param {string} [text] */
  constructor(text = "") {
    this.#lines = text.split("\n").filter(Boolean);
  }

  get isEmpty() {
    return this.#lines.length === 0;
  }

  /** Whether as much has been heard after the last deed of the story as belongs to it. @param {string[]} story */
  isHeard(story) {
    const nth = story.filter(isDeed).length;
    return after(nth, story).length >= after(nth, this.#lines).length;
  }
}

/** What comes of the nth deed, from 1. @param {number} nth @param {string[]} lines */
function after(nth, lines) {
  const deeds = lines.flatMap((line, at) => (isDeed(line) ? [at] : []));
  return lines.slice((deeds[nth - 1] ?? lines.length) + 1, deeds[nth]);
}
