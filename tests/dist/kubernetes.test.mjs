// The manifests for Kubernetes against its published schemas, and what must not get lost in them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../support/paths.mjs";
import { run } from "../support/run-program.mjs";

const MANIFESTS = join(ROOT, "integrations/kubernetes/passwave.yaml");
const VALIDATOR = process.env.PASSWAVE_KUBERNETES ?? join(ROOT, "target/dist-tools/bin/kubernetes-validate");
const KINDS = ["deployment", "service", "poddisruptionbudget", "networkpolicy"];

for (const version of ["1.30.0", "1.37.0"]) {
  test(`the manifests are valid for Kubernetes ${version}`, async () => {
    const { code, said, complained } = await run([VALIDATOR, "--strict", "-k", version, MANIFESTS]);
    assert.equal(code, 0, complained);
    for (const kind of KINDS) assert.match(said, new RegExp(`passed for resource ${kind}/passwave`));
  });
}

test("a mistake in a manifest is found", async () => {
  const python = join(VALIDATOR, "../python");
  const wrong = [
    "import kubernetes_validate as k",
    'k.validate({"apiVersion":"v1","kind":"Service","speck":{}}, "1.37", True)',
  ];
  const { code } = await run([python, "-c", wrong.join("\n")]);
  assert.notEqual(code, 0);
});

test("an instance has no rights, writes to no disk and has its secrets from files", () => {
  const text = readFileSync(MANIFESTS, "utf8");
  for (const line of [
    "replicas: 3",
    "runAsNonRoot: true",
    "runAsUser: 65532",
    "readOnlyRootFilesystem: true",
    "allowPrivilegeEscalation: false",
    "automountServiceAccountToken: false",
    "capabilities: { drop: [ALL] }",
    "path: /readyz",
    "path: /healthz",
    "secretName: passwave",
    "minAvailable: 2",
  ])
    assert.ok(text.includes(line), line);
  assert.doesNotMatch(text, /secretKeyRef|persistentVolumeClaim|hostPath/);
});
