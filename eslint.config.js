import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** The scripts that tsc checks: those of pages by tsconfig.json, those that Node runs by tests/tsconfig.json. */
const CHECKED = ["www/**/*.js", "tests/**/*.mjs", "xtask/src/*.mjs"];
/** Node's test runner awaits the tests that a file declares. */
const DECLARATIONS = [{ from: "package", package: "node:test", name: ["test", "suite", "describe", "it"] }];

export default defineConfig(
  globalIgnores(["target", "pkg", "docs", "tests/frameworks", "tests/backends/apps"]),
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
);
