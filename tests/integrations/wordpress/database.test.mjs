// The databases of two test files start at the same time.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { newFolder } from "../../support/temporary-folder.mjs";
import { Database } from "./support/database.mjs";

test("a database keeps its temporary tables where no other removes them", async () => {
  const folder = newFolder();
  const database = await Database.start(folder);
  assert.equal(database.query("SELECT @@tmpdir").trim(), join(folder, "tmp"));
  await database.stop();
  rmSync(folder, { recursive: true });
});
