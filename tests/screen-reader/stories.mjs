// What people do with the widget, each a short story for the ear. It begins on the widget's first button, or where
// `from` says.
import { readings } from "../support/sensor-player.mjs";
import { still as atRest } from "../support/resting-phone.mjs";
import { quickWave } from "./quick-wave.mjs";

/** @typedef {import("./screen-reader-user.mjs").Person} Person */
/** @typedef {{ tag: string, locale: string, page: string }} Language */
/**
 * @typedef {object} Story
 * @property {string} name
 * @property {string} [from] the part of the widget on which it begins
 * @property {boolean} [isComputer] there is no sensor
 * @property {boolean} [isWaved] the phone is waved in it
 * @property {string} [host] by which name the server is called
 * @property {string} [ends] in which state of the widget
 * @property {(person: Person) => Promise<void>} live
 */

/** @type {Language[]} */
export const LANGUAGES = [
  { tag: "en", locale: "en_US", page: "dark.html" },
  { tag: "zh-Hans", locale: "zh_CN", page: "chinese.html" },
];

export const WAVE = await quickWave();
export const REST = readings(atRest());

/** @type {Story[]} */
export const STORIES = [
  {
    name: "A wave",
    isWaved: true,
    ends: "verified",
    async live(person) {
      await person.press("Tab");
      await person.press("shift+Tab");
      await person.press("Return");
      await person.move("the phone is waved", WAVE);
    },
  },
  {
    name: "Changing the way",
    ends: "verified",
    async live(person) {
      await person.press("Return");
      await person.press("Tab");
      await person.press("space");
    },
  },
  {
    name: "No sensor",
    ends: "verified",
    isComputer: true,
    live: (person) => person.press("Return"),
  },
  {
    name: "A phone that lies still",
    ends: "verified",
    async live(person) {
      await person.press("Return");
      await person.wait("nothing is done", "hint");
      await person.press("Return");
    },
  },
  {
    name: "A page that is not set up",
    isWaved: true,
    ends: "failed",
    host: "other.localhost", // The demo's site has other hosts: its server refuses a page that is called so.
    async live(person) {
      await person.press("Return");
      await person.move("the phone is waved", WAVE);
    },
  },
  {
    name: "The options",
    from: "options",
    async live(person) {
      for (const key of ["Return", "Tab", "space", "Tab", "Tab", "Tab", "Tab"]) await person.press(key);
    },
  },
];
