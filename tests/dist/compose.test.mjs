// compose.yaml as an operator uses it, with podman-compose.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { MACHINE, artefact } from "../support/artefacts.mjs";
import { Podman, loaded } from "../support/containers.mjs";
import { freePort } from "../support/free-port.mjs";
import { notRun } from "../support/not-run.mjs";
import { ROOT } from "../support/paths.mjs";
import { run } from "../support/run-program.mjs";
import { HOST } from "../support/site-configuration.mjs";
import { siteverify } from "../support/siteverify.mjs";
import { newFolder } from "../support/temporary-folder.mjs";
import { pressed } from "../support/tokens.mjs";

const LIMIT_MS = 180_000;
const PROGRAM = process.env.PASSWAVE_COMPOSE ?? join(ROOT, "target/dist-tools/bin/podman-compose");
const COMPOSE = join(ROOT, "integrations/compose/compose.yaml");
const folder = newFolder();
const url = `http://${HOST}:${await freePort()}`;
/** What this machine needs: no network of a container's own, and limits that it allows. */
const HERE = `services:
  passwave:
    network_mode: host
    environment:
      PASSWAVE_LISTEN: ${new URL(url).host}
    ulimits:
      nofile: { soft: 1024, hard: 1024 }
      nproc: { soft: 1024, hard: 1024 }
`;

/** @type {Awaited<ReturnType<typeof loaded>>} */
let image;

before(async () => {
  image = await loaded(artefact(new RegExp(`-image-${MACHINE}\\.tar$`)));
  writeFileSync(join(folder, "here.yaml"), HERE);
});

after(async () => {
  await compose("down", "--volumes");
  await image.remove();
});

/** @param {string[]} command */
function compose(...command) {
  const files = ["--file", COMPOSE, "--file", join(folder, "here.yaml")];
  const podman = ["--podman-path", join(folder, "podman"), "--project-name", "passwave-test"];
  return run([PROGRAM, ...podman, ...files, ...command]);
}

/** Waits until the server says that it is ready. */
async function ready() {
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test(
  "compose.yaml: init, up, a verified press, and what was spent outlives the container",
  { timeout: LIMIT_MS },
  async () => {
    notRun("Containerfile", "it compiles everything once more; docs/installing.md has the command");
    notRun("integrations/compose/two-instances.yaml in containers", "its other images come from a registry");
    if (!(image instanceof Podman)) return notRun("integrations/compose/compose.yaml", "no podman runs here");
    writeFileSync(join(folder, "podman"), image.script(), { mode: 0o755 });
    const { code, said, complained } = await compose("run", "--rm", "passwave", "init", "--hostname", HOST);
    assert.equal(code, 0, `${said}\n${complained}`);
    const told = (/** @type {string} */ name) => String(new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(said)?.[1]);
    const up = await compose("up", "--detach");
    assert.equal(up.code, 0, up.complained);
    await ready();
    const token = await pressed({ url, sitekey: told("sitekey"), file: "" });
    const answer = await siteverify(url, told("secret"), token);
    assert.equal(answer.success, true, JSON.stringify(answer));

    assert.equal((await compose("down")).code, 0);
    assert.equal((await compose("up", "--detach")).code, 0);
    await ready();
    const again = await siteverify(url, told("secret"), token);
    assert.deepEqual(again["error-codes"], ["timeout-or-duplicate"]);
  },
);
