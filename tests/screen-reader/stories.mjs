// What people do with the widget, each a short story for the ear. It begins on the widget's first button, or where
// `from` says.
import { readings } from "../support/sensor-player.mjs";
import { still as atRest } from "../support/resting-phone.mjs";
import { quickWave } from "./quick-wave.mjs";
import { check, form, part } from "./story-page.mjs";

/** @typedef {import("./screen-reader-user.mjs").Person} Person */
/** @typedef {import("./story-page.mjs").Language} Language */
/**
 * @typedef {object} Story
 * @property {string} name
 * @property {string} [from] the part of the widget on which it begins
 * @property {boolean} [isComputer] there is no sensor
 * @property {boolean} [isWaved] the phone is waved in it
 * @property {string} [host] by which name the server is called
 * @property {(language: Language) => string} [body] of the page, in place of a form with a check
 * @property {boolean} [isRefused] the server does not take the proof
 * @property {string} [ends] in which state of the widget
 * @property {(person: Person) => Promise<void>} live
 */

/** Presses these keys, one after another. @param {Person} person @param {string[]} keys */
async function press(person, ...keys) {
  for (const key of keys) await person.press(key);
}

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
    live: (person) => press(person, "Return", "Tab", "space", "Tab", "Tab", "Tab", "Tab"),
  },
  {
    name: "A form sent too early",
    from: "options",
    isComputer: true,
    body: ({ send }) => form(check("required"), send),
    live: (person) => press(person, "Tab", "Return"),
  },
  {
    name: "Coming back to Verified",
    isComputer: true,
    ends: "verified",
    async live(person) {
      await person.press("Return");
      await person.reach("verified");
      await press(person, "Tab", "shift+Tab", "Return");
    },
  },
  {
    name: "With the arrow keys",
    isComputer: true,
    live: (person) => press(person, "ctrl+Home", "Down", "Down", "Down"),
  },
  {
    name: "Elder mode with a caution and help",
    body: ({ send, caution }) => form(check(`mode="elder" help-href="tel:+1" caution="${caution}"`), send),
    live: (person) => press(person, "Tab", "Tab", "Tab", "Tab"),
  },
  {
    name: "Two checks",
    isComputer: true,
    body: ({ places: [first, second] }) => part(first) + part(second),
    live: (person) => press(person, "Tab", "Tab", "Tab"),
  },
  {
    name: "A failure",
    isComputer: true,
    isRefused: true,
    ends: "failed",
    live: (person) => person.press("Return"),
  },
];
