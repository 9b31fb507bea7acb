// Tables that everybody can read: no header is empty, and on a narrow screen each cell says what it is.

/** @typedef {import("./markdown.mjs").Token} Token */
/** @typedef {{ open: Token, content: Token, close: Token }} Cell */

/** @param {Token[]} tokens @param {(token: Token) => string} words */
export function readableTables(tokens, words) {
  for (const [start, token] of tokens.entries()) {
    if (token.type !== "table_open") continue;
    const end = tokens.findIndex(({ type }, index) => index > start && type === "table_close");
    const cells = cellsOf(tokens.slice(start, end));
    const columns = cells.filter(({ open }) => open.type === "th_open").map(({ content }) => words(content));
    const needsRowHeaders = columns.includes("");
    for (const [index, cell] of cells.entries()) {
      const column = index % columns.length;
      if (index < columns.length) withoutEmptyHeader(cell, words);
      else if (needsRowHeaders && column === 0 && words(cell.content)) asRowHeader(cell);
      else if (columns[column]) cell.open.attrSet("data-label", columns[column]);
    }
  }
}

/** @param {Token[]} tokens @returns {Cell[]} */
function cellsOf(tokens) {
  return tokens.flatMap((open, index) => {
    const [content, close] = tokens.slice(index + 1);
    return /^t[hd]_open$/.test(open.type) && content && close ? [{ open, content, close }] : [];
  });
}

/** @param {Cell} cell @param {(token: Token) => string} words */
function withoutEmptyHeader({ open, content, close }, words) {
  if (!words(content)) for (const token of [open, close]) token.tag = "td";
}

/** @param {Cell} cell */
function asRowHeader({ open, close }) {
  for (const token of [open, close]) token.tag = "th";
  open.attrSet("scope", "row");
}
