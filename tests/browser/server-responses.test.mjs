// What the widget makes of a server's answers: the compiled widget with the shipped effects, and a server that is a
// table of answers.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { Effects } from "../../www/src/main/effects.js";
import { DIST } from "../support/paths.mjs";
import { CHALLENGE, GRANTED, SETTINGS } from "../support/played-server.mjs";
import { loadCore } from "../support/widget-wasm.mjs";

/** @typedef {{ body: unknown, status?: number, headers?: Record<string, string> }} Answer */

/** Effects that note which timers are started, and run none. */
class EffectsWithoutTime extends Effects {
  timers = /** @type {{ timer: string, after_ms: number }[]} */ ([]);

  /** @param {string} timer @param {number} after_ms */
  setTimer(timer, after_ms) {
    this.timers.push({ timer, after_ms });
  }
}

/**
 * A widget that was pressed before a server with these answers, by path. Returns when the widget says something new.
 * @param {Record<string, Answer>} answers @param {"core" | "press"} [name] Which of the compiled widgets it is.
 */
async function pressed(answers, name) {
  const { Widget } = await loadCore(name);
  const requests = /** @type {{ path: string, body: any }[]} */ ([]);
  const tokens = /** @type {string[]} */ ([]);
  const errors = /** @type {string[]} */ ([]);
  let surveys = 0;
  const effects = new EffectsWithoutTime(
    () => SETTINGS,
    (token) => void tokens.push(token),
  );
  globalThis.fetch = async (address, request) => {
    const path = new URL(String(address)).pathname.slice(1);
    requests.push({ path, body: request?.body && JSON.parse(String(request.body)) });
    const { body, status, headers } = answers[path] ?? { body: {}, status: 404 };
    return new Response(JSON.stringify(body), { status, headers });
  };
  const widget = await new Promise((resolve) => {
    const view = {
      show: (/** @type {string} */ state) => state === "verified" && resolve(widget),
      error: (/** @type {string} */ code) => resolve(errors.push(code) && widget),
      askSurvey: () => (surveys += 1),
      stroke() {},
      progress() {},
      pad() {},
    };
    const widget = new Widget(view, effects);
    widget.choose("press", "standard");
    effects.widget = widget;
    widget.press(false);
  });
  return { widget, effects, requests, tokens, errors, surveys: () => surveys };
}

/** The delays with which the widget asks again. @param {EffectsWithoutTime} effects @param {string} wanted */
const delays = (effects, wanted) => effects.timers.filter(({ timer }) => timer === wanted).map((set) => set.after_ms);

test("known answers lead to a token, and there is no survey that the server has not asked for", async () => {
  const { requests, tokens, errors, surveys } = await pressed({
    challenge: { body: CHALLENGE },
    redeem: { body: GRANTED },
  });
  assert.deepEqual(tokens, ["the token"]);
  assert.deepEqual([errors, surveys()], [[], 0]);
  const { body } = /** @type {{ body: any }} */ (requests.find(({ path }) => path === "redeem"));
  assert.deepEqual([body.challenge, body.work.length, body.evidence], ["signed", 2, undefined]);
  assert.deepEqual([body.report.hints, body.report.lang], [[], "en"]);
});

test("the survey and each renewal send the latest token and the key of the verification", async () => {
  const answers = {
    challenge: { body: CHALLENGE },
    redeem: { body: { ...GRANTED, survey: true } },
    renew: { body: { token: "a second token", expires_in_s: 300 } },
    survey: { body: {} },
  };
  const { widget, requests, tokens, surveys } = await pressed(answers);
  assert.equal(surveys(), 1);
  widget.timer("renew");
  await new Promise((resolve) => setTimeout(resolve));
  while (tokens.length < 2) await new Promise((resolve) => setTimeout(resolve));
  widget.survey(true);
  const bodies = requests.filter(({ path }) => ["renew", "survey"].includes(path)).map(({ body }) => body);
  assert.deepEqual(bodies, [
    { token: "the token", renew: "proof" },
    { token: "a second token", renew: "proof", easy: true },
  ]);
  widget.reset();
  assert.deepEqual(tokens, ["the token", "a second token", ""]);
});

for (const answer of [
  null,
  "text",
  7,
  [],
  {},
  { ...CHALLENGE, id: 5 },
  { ...CHALLENGE, challenge: undefined },
  { ...CHALLENGE, work: null },
  { ...CHALLENGE, work: { puzzles: "2", bits: 3 } },
]) {
  test(`a challenge that reads ${JSON.stringify(answer)} is no answer, or another version's`, async () => {
    const { effects, requests, errors } = await pressed({ challenge: { body: answer } });
    assert.deepEqual(errors, [answer === null ? "server-unreachable" : "unknown-version"]);
    assert.equal(delays(effects, "retry").length, answer === null ? 1 : 0);
    assert.deepEqual(
      requests.map(({ path }) => path),
      ["challenge"],
    );
  });
}

for (const answer of [
  null,
  {},
  { ...GRANTED, token: 1 },
  { ...GRANTED, renew: undefined },
  { ...GRANTED, expires_in_s: "300" },
]) {
  test(`a grant that reads ${JSON.stringify(answer)} is no grant`, async () => {
    const { tokens, errors } = await pressed({ challenge: { body: CHALLENGE }, redeem: { body: answer } });
    assert.deepEqual([tokens, errors], [[], [answer === null ? "server-unreachable" : "unknown-version"]]);
  });
}

test("a challenge with more work than the protocol allows is refused before it is begun", async () => {
  const body = { ...CHALLENGE, work: { puzzles: 1e9, bits: 3 } };
  const { requests, errors } = await pressed({ challenge: { body } });
  assert.deepEqual(errors, ["unknown-version"]);
  assert.equal(requests.length, 1);
});

test("the compiled widget is set up once, however often it is asked for, and what runs in it goes on", async () => {
  const bytes = await readFile(join(DIST, "passwave-core.wasm"));
  const core = await loadCore();
  const recogniser = new core.GestureRecogniser("wave", "standard");
  const [first, second] = await Promise.all([1, 2].map(() => core.default({ module_or_path: bytes })));
  assert.equal(first, second);
  assert.equal(recogniser.reason, "no-sensor");
});

test("a gesture is refused before it is begun where no recogniser is built in", async () => {
  for (const way of ["wave", "shake", "circle", "flip"]) {
    const { requests, errors } = await pressed({ challenge: { body: { ...CHALLENGE, way } } }, "press");
    assert.deepEqual(errors, ["unknown-version"], way);
    assert.equal(requests.length, 1, way);
  }
});

for (const { header, least_ms, most_ms } of [
  { header: "17", least_ms: 17_000, most_ms: 22_000 },
  { header: "1", least_ms: 2_000, most_ms: 3_000 },
  { header: "999999", least_ms: 300_000, most_ms: 375_000 },
  { header: "Wed, 21 Oct 2015 07:28:00 GMT", least_ms: 2_000, most_ms: 3_000 },
  { header: "a minute from now", least_ms: 50_000, most_ms: 75_000 },
  { header: undefined, least_ms: 2_000, most_ms: 3_000 },
]) {
  test(`a rate limit with retry-after ${header} is waited out for at least ${least_ms / 1000} seconds`, async () => {
    const date = header === "a minute from now" && new Date(Date.now() + 60_000).toUTCString();
    const headers = header ? { "retry-after": date || header } : undefined;
    const { effects, errors } = await pressed({
      challenge: { body: { "error-codes": ["rate-limited"] }, status: 429, headers },
    });
    const [after_ms = 0, ...others] = delays(effects, "retry");
    assert.ok(least_ms <= after_ms && after_ms <= most_ms && others.length === 0, `${after_ms} ms`);
    assert.deepEqual(errors, ["server-unreachable"]);
  });
}
