// What people do with the widget, each a short story for the ear.
import { readings } from "../browser/lib/motion.mjs";
import { still, waves } from "../browser/lib/recordings.mjs";
import { Person } from "./person.mjs";

/** @typedef {import("./desktop.mjs").Desktop} Desktop */
/** @typedef {import("../browser/lib/server.mjs").Server} Server */
/** @typedef {{ tag: string, locale: string, page: string }} Language */
/**
 * @typedef {object} Story
 * @property {string} name
 * @property {(desktop: Desktop, server: Server, language: Language) => Promise<Person>} enter
 * @property {(person: Person, language: Language) => Promise<void>} live
 */

/** @type {Language[]} */
export const LANGUAGES = [
  { tag: "en", locale: "en_US", page: "form.html" },
  { tag: "zh-Hans", locale: "zh_CN", page: "chinese.html" },
];

/** One that the machine would know at once if it came at once. */
const WAVE = readings(/** @type {import("../browser/lib/recordings.mjs").Recording} */ (waves(40)[Number(process.env.NTH ?? 3)]));
const REST = readings(still())[0];

/** @param {Desktop} desktop @param {Server} server @param {Language} language */
const withPhone = (desktop, server, { page, tag }) =>
  Person.at(desktop, `${server.url}/examples/${page}`, { atRest: REST, locale: tag });

/** @param {Desktop} desktop @param {Server} server @param {Language} language */
const withoutPhone = (desktop, server, { page, tag }) =>
  Person.at(desktop, `${server.url}/examples/${page}`, { locale: tag });

/** @type {Story} */
const wave = {
  name: "A wave",
  enter: withPhone,
  async live(person) {
    await person.tabTo("start");
    await person.press("Tab");
    await person.press("shift+Tab");
    await person.press("Return");
    person.begin("the phone is waved");
    await person.move(WAVE);
  },
};

/** @type {Story} */
const press = {
  name: "Press instead",
  enter: withPhone,
  async live(person) {
    await person.tabTo("other");
    await person.press("space");
    await person.reach("verified");
    await person.listen();
  },
};

/** @type {Story} */
const noSensor = {
  name: "A computer without a sensor",
  enter: withoutPhone,
  async live(person) {
    await person.tabTo("start");
    await person.press("Return");
    await person.reach("verified");
    await person.listen();
  },
};

/** @type {Story[]} */
export const STORIES = [wave, press, noSensor];
