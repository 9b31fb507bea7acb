// A sign-in with Passwave in Node: node server.mjs
//
// A token is checked once and the result kept in the session, so that a mistyped password needs no second
// check. It is good for five passwords and ten minutes, or one check would buy any number of guesses.
import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const { PASSWAVE_URL, PASSWAVE_SITEKEY, PASSWAVE_SECRET, WHEN_UNREACHABLE = "refuse", PORT = "3000" } = process.env;
/** Where this backend reaches the server, if not by the address that browsers use. */
const { PASSWAVE_INTERNAL_URL = PASSWAVE_URL } = process.env;
const CHECK_LASTS_MS = 10 * 60_000;
const PASSWORDS_PER_CHECK = 5;
const AGAIN = "Please verify again. What you typed is still here.";
const HEAD = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">';
const LATER = "We cannot verify anyone right now. Please try again in a minute.";

const SALT = randomBytes(16);
const hash = (password) => scryptSync(password, SALT, 32);
const users = new Map([["ada", hash("correct horse")]]);

/** Checks that were passed, by session. With several servers, keep them where all of them look. */
const checks = new Map();

const isVerified = (session) =>
  checks.has(session) && checks.get(session).until > Date.now() && checks.get(session).passwords > 0;

/** null if the visitor may try a password, else what to tell them. */
async function refusal(session, token) {
  if (!isVerified(session)) {
    if (!token) return AGAIN;
    const answer = await siteverify(token);
    if (answer === null) return WHEN_UNREACHABLE === "let in" ? null : LATER;
    if (!answer.success || answer.action !== "sign-in") return AGAIN;
    forgetOldChecks();
    checks.set(session, { until: Date.now() + CHECK_LASTS_MS, passwords: PASSWORDS_PER_CHECK });
  }
  checks.get(session).passwords -= 1;
  return null;
}

/** The server's answer, or null if it has none. The second try has the first one's key: it may have arrived. */
async function siteverify(token, key = randomUUID(), tries = 2) {
  const body = new URLSearchParams({ secret: PASSWAVE_SECRET, response: token, idempotency_key: key });
  const request = { method: "POST", body, signal: AbortSignal.timeout(3000) };
  const answer = await fetch(`${PASSWAVE_INTERNAL_URL}/siteverify`, request).then(
    (response) => response.json(),
    () => null,
  );
  if (answer && !answer["error-codes"]?.includes("internal-error")) return answer;
  return tries > 1 ? siteverify(token, key, tries - 1) : null;
}

function forgetOldChecks() {
  for (const [session, { until }] of checks) if (until < Date.now()) checks.delete(session);
}

async function signIn(session, fields) {
  const name = fields.get("name") ?? "";
  const problem = await refusal(session, fields.get("passwave-response"));
  if (problem) return form(session, name, problem);
  if (!isPassword(name, fields.get("password") ?? "")) return form(session, name, "Name or password is wrong.");
  checks.delete(session);
  return `<!doctype html><html lang="en">${HEAD}<title>Signed in</title><p>Welcome, ${escaped(name)}.</p></html>`;
}

function isPassword(name, password) {
  const given = hash(password);
  return timingSafeEqual(given, users.get(name) ?? given) && users.has(name);
}

/** A verified visitor gets no second check. */
function form(session, name = "", problem = "") {
  const widget = `<script src="${PASSWAVE_URL}/passwave.js" async></script>
      <pass-wave sitekey="${PASSWAVE_SITEKEY}" action="sign-in" required></pass-wave>`;
  return `<!doctype html><html lang="en">${HEAD}<title>Sign in</title>
    <form method="post">
      <p role="alert">${problem}</p>
      <p><label>Name <input name="name" value="${escaped(name)}" autocomplete="username" required></label></p>
      <p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
      ${isVerified(session) ? "<p>You are verified.</p>" : widget}
      <p><button>Sign in</button></p>
    </form></html>`;
}

const escaped = (value) => value.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export const server = createServer(async (request, response) => {
  const session = /(?:^|; )session=([\w-]{36})/.exec(request.headers.cookie ?? "")?.[1] ?? randomUUID();
  // Add "; Secure" on https.
  response.setHeader("set-cookie", `session=${session}; HttpOnly; SameSite=Lax; Path=/`);
  response.setHeader("content-type", "text/html; charset=utf-8");
  const isForm = request.method === "POST";
  response.end(isForm ? await signIn(session, new URLSearchParams(await text(request))) : form(session));
});
// Imported by another program, such as a test, it does not listen.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const listening = () => console.log(`Listening on http://127.0.0.1:${server.address().port}`);
  server.listen(Number(PORT), "127.0.0.1", listening);
}
