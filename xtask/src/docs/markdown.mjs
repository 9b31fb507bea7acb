// A page of Markdown as HTML, with what the site needs to know of it: its title, its sections, its anchors.
import GithubSlugger from "github-slugger";
import MarkdownIt from "markdown-it";
import { readableTables } from "./tables.mjs";

/** @typedef {ReturnType<typeof parsed>[number]} Token */
/**
 * @typedef {object} Section
 * @property {string} anchor Empty for what stands before the first heading below the title.
 * @property {string} heading
 * @property {string} text
 */
/** @typedef {{ html: string, title: string, sections: Section[], anchors: Set<string> }} Rendered */

const markdown = new MarkdownIt({ html: true });
const { rules } = markdown.renderer;
/**
 * Comments are left out; only tables and what can be folded are written as HTML.
 * @type {NonNullable<typeof rules.html_block>}
 */
const html = (tokens, index) => {
  const written = (tokens[index]?.content ?? "").replaceAll(/<!--.*?-->/gs, "");
  if (/<(?!\/?(table|tr|th|td|details|details open|summary)>)/.test(written))
    throw new Error(`the page has HTML outside of code: ${written}`);
  return written;
};
rules.html_block = html;
rules.html_inline = html;
/** @type {typeof html} */
const code = (tokens, index) => `<pre><code>${escaped(tokens[index]?.content ?? "")}</code></pre>\n`;
rules.fence = code;
rules.code_block = code;

/** @param {string} text */
export const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** @param {string} source */
export const parsed = (source) => markdown.parse(source, {});

/** The words of a token, without their markup and what pictures show. @param {Token} token @returns {string} */
export function words({ type, content, children }) {
  if (type === "image") return "";
  if (!children) return type.startsWith("html") ? "" : content;
  return children.map((child) => (child.type === "softbreak" ? " " : words(child))).join("");
}

/**
 * @param {string} source
 * @param {(link: string) => string} addressOf What becomes of a link.
 * @returns {Rendered}
 */
export function rendered(source, addressOf) {
  const tokens = parsed(source);
  for (const token of tokens.flatMap((token) => [token, ...(token.children ?? [])])) {
    rewriteLink(token, addressOf);
    withoutStyle(token);
  }
  readableTables(tokens, words);
  const sections = sectionsOf(tokens);
  const anchors = new Set(sections.map(({ anchor }) => anchor));
  const title = sections.find(({ heading }) => heading)?.heading ?? "";
  return { html: markdown.renderer.render(tokens, markdown.options, {}), title, sections, anchors };
}

/** @param {Token} token @param {(link: string) => string} addressOf */
function rewriteLink(token, addressOf) {
  for (const name of ["href", "src"]) {
    const link = token.attrGet(name);
    if (link) token.attrSet(name, addressOf(String(link)));
  }
}

/** A style attribute is forbidden by the site's policy; only the alignment of columns has one. @param {Token} token */
function withoutStyle(token) {
  const style = String(token.attrGet("style") ?? "");
  if (!style) return;
  token.attrs = (token.attrs ?? []).filter(([name]) => name !== "style");
  token.attrJoin("class", style.replace(/^text-align:/, ""));
}

/** The sections under each heading, whose anchors are put into the tokens. @param {Token[]} tokens */
function sectionsOf(tokens) {
  const slugger = new GithubSlugger();
  /** @type {Section} */
  let section = { anchor: "", heading: "", text: "" };
  const sections = [section];
  for (const [index, token] of tokens.entries()) {
    const heading = tokens[index - 1];
    if (heading?.type === "heading_open") {
      section = { anchor: slugger.slug(words(token)), heading: words(token), text: "" };
      heading.attrSet("id", section.anchor);
      sections.push(section);
    } else if (["inline", "fence", "code_block"].includes(token.type)) section.text += `${words(token)}\n`;
  }
  return sections;
}
