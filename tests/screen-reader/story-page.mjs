// The pages of the stories, in the languages in which they are told.

/**
 * @typedef {object} Language
 * @property {string} tag
 * @property {string} locale
 * @property {string} title
 * @property {string} send
 * @property {string} caution
 * @property {[string, string]} places two forms of one page
 */

/** @type {Language[]} */
export const LANGUAGES = [
  {
    tag: "en",
    locale: "en_US",
    title: "Sign in",
    send: "Send",
    caution: "Go on only if you wanted to sign in.",
    places: ["Newsletter", "Contact"],
  },
  {
    tag: "zh-Hans",
    locale: "zh_CN",
    title: "登录",
    send: "发送",
    caution: "只有您自己要登录时才继续。",
    places: ["订阅", "联系"],
  },
];

/** @param {string} [attributes] */
export const check = (attributes = "") => `<pass-wave sitekey="demo" ${attributes}></pass-wave>`;

/** @param {string} inside @param {string} send */
export const form = (inside, send) =>
  `<form action="/demo/sign-in" method="post">${inside}<button type="submit">${send}</button></form>`;

/** A form with a heading, and nothing to press but the check. @param {string} heading */
export const part = (heading) => `<form><h2>${heading}</h2>${check()}</form>`;

/** @param {import("./stories.mjs").Story} story @param {Language} language */
export function storyPage({ body }, language) {
  const { tag, title, send } = language;
  return `<!doctype html><html lang="${tag}"><meta charset="utf-8"><title>${title}</title>
    <link rel="icon" href="/demo/icon.svg"><link rel="stylesheet" href="/demo/demo.css">
    <script src="/passwave.js" async></script>
    <main><h1>${title}</h1>${body?.(language) ?? form(check(), send)}</main></html>`;
}
