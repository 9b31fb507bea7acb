// What the tests of the effects play: the answers of a server that accepts everything, and where the widget lies.
import { pathToFileURL } from "node:url";
import { DIST } from "./paths.mjs";

export const CHALLENGE = {
  challenge: "signed",
  id: "id",
  way: "press",
  mode: "standard",
  work: { puzzles: 2, bits: 3 },
};

export const GRANTED = { token: "the token", renew: "proof", expires_in_s: 300 };

export const SETTINGS = {
  base: pathToFileURL(`${DIST}/`).href,
  server: "http://server/",
  worker: "",
  sitekey: "site",
  action: "",
  cdata: "",
  lang: "en",
};
