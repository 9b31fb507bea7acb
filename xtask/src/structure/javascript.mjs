// Prints what the structure check needs to know of JavaScript, as JSON: node javascript.mjs MAX_COLUMNS FILE…
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** @typedef {{ name: string, line: number, lines: number }} FunctionLength */
/** @typedef {{ target: string, line: number }} Import */
/** @typedef {{ functions: FunctionLength[], imports: Import[], uncompared: number[], wide: number[] }} Syntax */

/** Their callbacks are functions in their own right, though they have no name. */
const TEST_RUNNERS = ["test", "it", "before", "after", "beforeEach", "afterEach"];

/** @param {string} path @param {string} text @param {number} maxColumns @returns {Syntax} */
export function parse(path, text, maxColumns) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const nodes = [...descendants(file)];
  const imports = nodes.filter(isImport);
  return {
    functions: nodes.flatMap((node) => functionLength(file, node)),
    imports: nodes.flatMap((node) => relativeImport(file, path, node)),
    uncompared: [...new Set([...imports.flatMap((node) => linesOf(file, node)), ...commentLines(text)])],
    wide: wideLines(file, nodes, maxColumns),
  };
}

/** @param {ts.Node} node @returns {Generator<ts.Node>} */
function* descendants(node) {
  yield node;
  for (const child of childrenOf(node)) yield* descendants(child);
}

/** @param {ts.Node} node */
function childrenOf(node) {
  /** @type {ts.Node[]} */
  const children = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children;
}

/** @param {ts.SourceFile} file @param {number} position */
const lineAt = (file, position) => file.getLineAndCharacterOfPosition(position).line + 1;

/** @param {ts.SourceFile} file @param {ts.Node} node */
function linesOf(file, node) {
  const first = lineAt(file, node.getStart(file));
  return Array.from({ length: lineAt(file, node.end) + 1 - first }, (_, index) => first + index);
}

/** @param {ts.SourceFile} file @param {ts.Node} node @returns {FunctionLength[]} */
function functionLength(file, node) {
  if (!ts.isFunctionLike(node) || !("body" in node) || !node.body) return [];
  const name = nameOf(file, node);
  const lines = linesOf(file, node);
  return name ? [{ name, line: lines[0] ?? 0, lines: lines.length }] : [];
}

/**
 * A function's own name, or that of the variable, property or test which it is the value of; none for other callbacks.
 * @param {ts.SourceFile} file @param {ts.SignatureDeclaration} node
 */
function nameOf(file, node) {
  if (ts.isConstructorDeclaration(node)) return "constructor";
  if (node.name) return node.name.getText(file);
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.name.getText(file);
  }
  if (ts.isCallExpression(parent) && TEST_RUNNERS.includes(parent.expression.getText(file).split(".")[0] ?? "")) {
    return parent.arguments[0]?.getText(file);
  }
  return undefined;
}

/** @param {ts.Node} node @returns {node is ts.ImportDeclaration | ts.ExportDeclaration} */
function isImport(node) {
  return ts.isImportDeclaration(node) || (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined);
}

/** @param {ts.SourceFile} file @param {string} path @param {ts.Node} node @returns {Import[]} */
function relativeImport(file, path, node) {
  const specifier = specifierOf(node);
  if (!specifier || !ts.isStringLiteralLike(specifier) || !specifier.text.startsWith(".")) return [];
  const target = posix.join(posix.dirname(path), specifier.text);
  return [{ target, line: lineAt(file, node.getStart(file)) }];
}

/** @param {ts.Node} node */
function specifierOf(node) {
  if (isImport(node)) return node.moduleSpecifier;
  const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isDynamic ? node.arguments[0] : undefined;
}

/** Lines with nothing but a comment, or a part of one. @param {string} text */
function commentLines(text) {
  /** @type {number[]} */
  const lines = [];
  let isInside = false;
  for (const [index, line] of text.split("\n").entries()) {
    const trimmed = line.trim();
    if (isInside || trimmed.startsWith("//") || trimmed.startsWith("/*")) lines.push(index + 1);
    if (trimmed.startsWith("/*")) isInside = true;
    if (trimmed.endsWith("*/")) isInside = false;
  }
  return lines;
}

/**
 * Lines that are too wide even without their strings.
 * @param {ts.SourceFile} file @param {ts.Node[]} nodes @param {number} maxColumns
 */
function wideLines(file, nodes, maxColumns) {
  const widths = file.text.split("\n").map((line) => line.length);
  for (const node of nodes.filter(isText)) {
    for (const [index, columns] of columnsByLine(file, node)) widths[index] = (widths[index] ?? 0) - columns;
  }
  return widths.flatMap((width, index) => (width > maxColumns ? [index + 1] : []));
}

/** @param {ts.Node} node */
function isText(node) {
  const isTemplatePart = ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
  return isTemplatePart || ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node);
}

/** @param {ts.SourceFile} file @param {ts.Node} node @returns {[number, number][]} */
function columnsByLine(file, node) {
  const first = lineAt(file, node.getStart(file)) - 1;
  return node
    .getText(file)
    .split("\n")
    .map((part, index) => [first + index, part.length]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [maxColumns, ...paths] = process.argv.slice(2);
  const parsed = paths.map((path) => [path, parse(path, readFileSync(path, "utf8"), Number(maxColumns))]);
  console.log(JSON.stringify(Object.fromEntries(parsed)));
}
