// Writes the files that docs/ shows into the pages that show them: node tests/backends/embed-files-in-docs.mjs
import { writeFileSync } from "node:fs";
import { embedded, pages } from "../support/embedded-files.mjs";

for (const page of pages()) writeFileSync(page.path, embedded(page.text));
