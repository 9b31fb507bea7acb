// Input for the Passwave server: a configuration, tokens signed with its keys, and redeems to be rejected.
// The signatures are made with Node's Ed25519 and HMAC, to save a hundred thousand verifications before the benchmark.

import { createHash, createHmac, createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import { writeFileSync } from "node:fs";

const SECRET = "the-secret-of-the-bench";
const SITEKEY = "bench";
const LIFETIME_S = 3600;
const LIGHT = { puzzles: 1, bits: 1 };
const DEFAULT = { puzzles: 32, bits: 9 };
const PKCS8_OF_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

const base64url = (/** @type {string | Buffer} */ data) => Buffer.from(data).toString("base64url");
const id = () => base64url(randomBytes(16));

/** The server's digest: each part is prefixed with its length. */
function digest(/** @type {string} */ domain, /** @type {Buffer} */ part) {
  const hash = createHash("sha256");
  for (const piece of [Buffer.from(domain), part]) {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(piece.length));
    hash.update(length).update(piece);
  }
  return hash.digest();
}

const kid = (/** @type {Buffer} */ key) => base64url(digest("kid", key)).slice(0, 16);

export class Passwave {
  #challengeKey = randomBytes(32);
  #tokenSeed = randomBytes(32);
  #tokenKey = createPrivateKey({
    key: Buffer.concat([PKCS8_OF_ED25519, this.#tokenSeed]),
    format: "der",
    type: "pkcs8",
  });

  /** Writes the configuration, without rate limit, for all requests come from one address. */
  writeConfig(/** @type {string} */ file) {
    const ring = (/** @type {Buffer} */ key) => `{ current = "${base64url(key)}" }`;
    writeFileSync(
      file,
      `listen = "127.0.0.1:0"\nadmin = "127.0.0.1:0"\nstore = "spent.redb"\nrequests_per_minute = 0
challenge_keys = ${ring(this.#challengeKey)}\nrenewal_keys = ${ring(randomBytes(32))}
[[sites]]\nsitekey = "${SITEKEY}"\nsecret = "${SECRET}"\nhostnames = ["bench.example"]
token_keys = ${ring(this.#tokenSeed)}\n`,
    );
  }

  /** Forms for siteverify, each with a token as from redeem but with a longer lifetime: on a busy machine it takes
   * minutes to sign as many as are verified in seconds. */
  *siteverifyForms(/** @type {number} */ count) {
    const publicKey = createPublicKey(this.#tokenKey).export({ format: "der", type: "spki" }).subarray(-32);
    const head = { typ: "passwave-token", alg: "EdDSA", kid: kid(publicKey) };
    const now = Math.floor(Date.now() / 1000);
    for (let nth = 0; nth < count; nth++) {
      const claims = {
        aud: SITEKEY,
        fid: id(),
        jti: id(),
        iat: now,
        exp: now + LIFETIME_S,
        verified_at: now,
        hostname: "bench.example",
        action: "sign-in",
        cdata: "",
        score: 0.93,
      };
      const text = signed(head, claims, (data) => sign(null, data, this.#tokenKey));
      yield `secret=${SECRET}&response=${text}`;
    }
  }

  /** Redeem requests of valid challenges for a wave, with this evidence. */
  *redeems(
    /** @type {number} */ count,
    /** @type {string} */ evidence,
    /** @type {"none" | "light" | "default"} */ work,
  ) {
    const task = work === "light" ? LIGHT : DEFAULT;
    for (let nth = 0; nth < count; nth++) {
      const claims = this.#claims(task);
      const done = work === "none" ? Array(task.puzzles).fill(0) : solved(claims.id, task);
      yield JSON.stringify({ challenge: this.#challenge(claims), work: done, evidence });
    }
  }

  #claims(/** @type {typeof LIGHT} */ work) {
    const now = Math.floor(Date.now() / 1000);
    return {
      aud: "passwave:redeem",
      id: id(),
      site: SITEKEY,
      way: "wave",
      mode: "standard",
      action: "",
      cdata: "",
      work,
      iat: now,
      exp: now + 600,
    };
  }

  #challenge(/** @type {object} */ claims) {
    const key = this.#challengeKey;
    const head = { typ: "passwave-challenge", alg: "HS256", kid: kid(key) };
    return signed(head, claims, (data) => createHmac("sha256", key).update(data).digest());
  }
}

function signed(
  /** @type {object} */ head,
  /** @type {object} */ claims,
  /** @type {(data: Buffer) => Buffer} */ signature,
) {
  const text = `${base64url(JSON.stringify(head))}.${base64url(JSON.stringify(claims))}`;
  return `${text}.${base64url(signature(Buffer.from(text)))}`;
}

/** Solves the proof of work of a challenge, see docs/protocol.md. */
function solved(/** @type {string} */ challengeId, /** @type {typeof LIGHT} */ { puzzles, bits }) {
  const seed = createHash("sha256").update(challengeId).digest();
  const block = Buffer.alloc(16384, seed);
  const nonces = [];
  for (let nonce = 0; nonces.length < puzzles; nonce++) {
    for (let at = 0; at < block.length; at += 64) {
      block.writeUInt32LE(nonces.length, at);
      block.writeUInt32LE(nonce, at + 4);
      block.writeUInt32LE(at / 64, at + 8);
    }
    const first = createHash("sha256").update(block).digest().readUInt32BE(0);
    if (Math.clz32(first) >= bits) nonces.push(nonce);
  }
  return nonces;
}

/** Evidence of four seconds of motion, which the recogniser reads to its end and rejects. */
export function restlessEvidence() {
  const bytes = [1, 0b1100, (200 & 0x7f) | 0x80, 200 >> 7];
  for (let frame = 0; frame < 200; frame++) {
    for (let axis = 0; axis < 6; axis++) bytes.push(randomBytes(1)[0] % 120);
  }
  return base64url(Buffer.from(bytes));
}
