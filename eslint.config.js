import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** The scripts that tsc checks: those of pages by tsconfig.json, those that Node runs by tests/tsconfig.json. */
const CHECKED = [
  "www/**/*.js",
  "tests/**/*.mjs",
  "xtask/src/{build,structure}/*.mjs",
  "xtask/src/docs/*js",
  "pkg/server/*.js",
];
/** Node's test runner awaits the tests that a file declares. */
const DECLARATIONS = [{ from: "package", package: "node:test", name: ["test", "suite", "describe", "it"] }];

/** The rooms of www/src and those that each may import; an import from elsewhere is an error. */
const ROOMS = {
  shared: [],
  loader: ["shared"],
  pow: ["shared"],
  api: ["shared"],
  "on-device": ["shared"],
  diagnostics: ["shared"],
  main: ["pow", "shared"],
};

/** @param {[room: string, allowed: string[]]} room */
function importsOfRoom([room, allowed]) {
  const message = `www/src/${room} may import only ${[room, ...allowed].join(", ")}.`;
  const elsewhere = allowed.length ? `^\\.\\./(?!(${allowed.join("|")})/)` : "^\\.\\./";
  return {
    files: [`www/src/${room}/**`],
    rules: { "no-restricted-imports": ["error", { patterns: [{ regex: elsewhere, message }] }] },
  };
}

/** A program that a test starts must end with it: tests/support/child-process.mjs has the `spawn` for that. */
const ENDS_WITH_THE_TEST = {
  files: ["tests/**/*.mjs"],
  ignores: ["tests/support/child-process.mjs"],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        name: "node:child_process",
        importNames: ["spawn"],
        message: "Import it from tests/support/child-process.mjs.",
      },
    ],
  },
};

export default defineConfig(
  globalIgnores([
    "target",
    "pkg/dist",
    "pkg/types",
    "docs",
    "tests/frameworks",
    "tests/backends/apps",
    "tests/integrations/apps/work",
  ]),
  {
    files: ["**/*.js", "**/*.mjs"],
    extends: [js.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-undef": "off", // tsc knows the globals of browsers and of Node.
      "no-empty": ["error", { allowEmptyCatch: true }],
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    files: CHECKED,
    plugins: { "@typescript-eslint": tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: ["tsconfig.json", "tests/tsconfig.json"], tsconfigRootDir: import.meta.dirname },
    },
    rules: { "@typescript-eslint/no-floating-promises": ["error", { allowForKnownSafeCalls: DECLARATIONS }] },
  },
  ...Object.entries(ROOMS).map(importsOfRoom),
  ENDS_WITH_THE_TEST,
);
