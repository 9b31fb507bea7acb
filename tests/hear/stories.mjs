// What people do with the widget, each a short story for the ear.
import { readings } from "../browser/lib/motion.mjs";
import { still as atRest, waves } from "../browser/lib/recordings.mjs";
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
const REST = readings(atRest())[0];

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
    await person.move("the phone is waved", WAVE);
  },
};

/** @type {Story} */
const changingTheWay = {
  name: "Changing the way",
  enter: withPhone,
  async live(person) {
    await person.tabTo("start");
    await person.press("Return");
    await person.press("Tab");
    await person.press("space");
    await person.reach("verified");
    await person.listen();
  },
};

/** @type {Story} */
const noSensor = {
  name: "No sensor",
  enter: withoutPhone,
  async live(person) {
    await person.tabTo("start");
    await person.press("Return");
    await person.reach("verified");
    await person.listen();
  },
};

/** @type {Story} */
const still = {
  name: "A phone that lies still",
  enter: withPhone,
  async live(person) {
    await person.tabTo("start");
    await person.press("Return");
    await person.wait("nothing is done", "hint");
    await person.press("Return");
    await person.reach("verified");
    await person.listen();
  },
};

/** The server's no is played: a person's wave that it refuses cannot be had at will. @type {Story} */
const failed = {
  name: "A failed try",
  enter: withPhone,
  async live(person) {
    await person.refuse();
    await person.tabTo("start");
    await person.press("Return");
    await person.move("the phone is waved", WAVE);
  },
};

/** @type {Story} */
const settings = {
  name: "The settings",
  enter: withPhone,
  async live(person) {
    await person.tabTo("settings");
    await person.press("Return");
    await person.press("Tab");
    await person.press("space");
    await person.press("Tab", "Tab", "Tab", "Tab", "Tab");
  },
};

/** @type {Story[]} */
export const STORIES = [wave, changingTheWay, noSensor, still, failed, settings];
