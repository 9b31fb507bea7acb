// Writes the files that docs/ shows into the pages that show them: node tests/clients/embed.mjs
import { writeFileSync } from "node:fs";
import { embedded, pages } from "./lib/documents.mjs";

for (const page of pages()) writeFileSync(page.path, embedded(page.text));
