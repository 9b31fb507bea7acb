// What the structure check reads out of JavaScript.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "./javascript.mjs";

const MAX_COLUMNS = 120;
const LONG = "x".repeat(MAX_COLUMNS);

/** @param {string} text */
const parsed = (text) => parse("www/src/a.js", text, MAX_COLUMNS);

test("functions with a name, methods and test callbacks are measured, other callbacks are not", () => {
  const { functions } = parsed(`
    function declared() {
    }
    const arrow = () => 1;
    class A { constructor() {} method() { list.map((x) => x) } #hidden = () => {
    } }
    test("title", async () => {

    });`);
  const expected = [
    ["declared", 2],
    ["arrow", 1],
    ["constructor", 1],
    ["method", 1],
    ["#hidden", 2],
    [`"title"`, 3],
  ];
  assert.deepEqual(
    functions.map(({ name, lines }) => [name, lines]),
    expected,
  );
});

test("relative imports are resolved, packages and types in comments are not imports", () => {
  const { imports } = parsed(`import { b } from "./shared/b.js";
import fs from "node:fs";
export { c } from "../c.js";
/** @param {import("./types.js").T} x */
const load = () => import("./later.js");`);
  assert.deepEqual(imports, [
    { target: "www/src/shared/b.js", line: 1 },
    { target: "www/c.js", line: 3 },
    { target: "www/src/later.js", line: 5 },
  ]);
});

test("imports and comments are not compared", () => {
  const { uncompared } = parsed(
    `import {\n  a,\n} from "a";\n/*\n two\n*/\ncode(); // comment\n// one\nexport const b = 1;`,
  );
  assert.deepEqual(uncompared, [1, 2, 3, 4, 5, 6, 8]);
});

test("only code and comments can be too wide", () => {
  assert.deepEqual(parsed(`const ${LONG} = 1;`).wide, [1]);
  assert.deepEqual(parsed(`// ${LONG}`).wide, [1]);
  assert.deepEqual(parsed(`const a = "${LONG}";`).wide, []);
  assert.deepEqual(parsed(`const a = /${LONG}/;`).wide, []);
  assert.deepEqual(parsed("const a = `\n" + LONG + "\n${b}" + LONG + "`;").wide, []);
});
