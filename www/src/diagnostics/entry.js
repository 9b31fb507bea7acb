// Loaded only when something is wrong: tells the developer what to change, and the person what is true.
import { everything as english } from "languages";
import { assetUrl } from "../shared/asset-url.js";

export { english };

/** @typedef {{ message?: string, "error-codes"?: string[] }} Refusal What a server says that refuses. */

/**
 * What is known of a request that brought nothing.
 * @typedef {object} Trouble
 * @property {string} url That was tried.
 * @property {number} [status] The HTTP status, where there was an answer.
 * @property {any} [answer] The body, where it was JSON.
 * @property {string} base The URL of the folder with the widget's files.
 * @property {string} lang The language that is shown.
 */

const NO_ANSWER =
  "the server is away, the page's Content-Security-Policy has no connect-src for it, or something on the way blocks " +
  "it; the browser's own line tells which";

/** @type {Set<string>} */
const said = new Set();

/** Each sentence once: a server that is away is asked again and again. @param {string} sentence */
function tell(sentence) {
  if (!said.has(sentence)) console.error(`passwave: ${sentence}`);
  said.add(sentence);
}

if (!isSecureContext) {
  tell(
    `this page is not served over https (${location.origin}): phones give it no motion, so nobody can wave, ` +
      "and the work takes longer. Serve it over https; http://localhost is as good for trying.",
  );
}

/**
 * Tells the developer; resolves with a sentence for the person where pressing again would not help.
 * @param {Trouble} trouble @returns {Promise<string | undefined>}
 */
export async function report({ url, status, answer, base, lang }) {
  const address = url.split("?")[0] ?? url;
  if (!answer) {
    tell(status ? notPasswave(address, status) : noAnswer(address));
    return undefined;
  }
  const { message, "error-codes": [code] = [] } = /** @type {Refusal} */ (answer);
  tell(message ? `${address} refused (${code}): ${message}.` : otherVersion(address));
  return code === "rate-limited" ? undefined : sentenceForThePerson(base, lang);
}

/** @param {string} address @param {number} status */
function notPasswave(address, status) {
  return (
    `${address} answered with HTTP ${status}, and not as a Passwave server does. If its address is another one, ` +
    `set server="https://…" on <pass-wave>, or load the script from there.`
  );
}

/** @param {string} address */
function noAnswer(address) {
  const isMixed = location.protocol === "https:" && address.startsWith("http:");
  const cause = isMixed
    ? "a page served over https may not ask a server over http"
    : navigator.onLine
      ? NO_ANSWER
      : "this device is offline";
  return `no answer from ${address}: ${cause}. The address is that of the attribute server, else the script's own.`;
}

/** @param {string} address */
function otherVersion(address) {
  return `${address} is of another version than this script (${BUILD}): load the script from the same server.`;
}

/** @param {string} base @param {string} lang */
async function sentenceForThePerson(base, lang) {
  try {
    const words = await fetch(assetUrl(base, `strings/panels/${lang}.json`), { credentials: "omit" });
    return (await words.json()).notSetUp;
  } catch {
    return english.notSetUp;
  }
}
