/** What the site expects of a good token, beyond that it is good. */
export interface Expectations {
  /** The hosts of the pages that may send the form. */
  hostnames?: readonly string[];
  /** The page's `action` attribute. It is the browser's word: a program writes what it likes. */
  action?: string;
  /** How long ago the person may have verified. Without a bound, tokens can be kept in stock for two hours. */
  maxAgeS?: number;
}

export interface VerifierOptions extends Expectations {
  /** The Passwave server's address, such as `https://check.example.org`. */
  server: string | URL;
  /** The site's secret, from `passwave init`. Never put it into a page. */
  secret: string;
  /** Optional: must be the secret's own. */
  sitekey?: string;
  /** For the whole call, with its one repetition. 5,000 if nothing is said. */
  timeoutMs?: number;
  fetch?: typeof globalThis.fetch;
}

/** A person verified on a page of the site. */
export interface Success {
  success: true;
  /** The host of the page; empty for an app without an origin. */
  hostname: string;
  action: string;
  cdata: string;
  /** From 0.7 to 1: every way that did its work has at least 0.7. */
  score: number;
  /** When the token was made: the last of its renewals. */
  challengeTs: Date;
  /** When the person verified. */
  verifiedAt: Date;
}

/** The form must not be taken. */
export interface Refusal {
  success: false;
  /** siteverify's codes, or `hostname-mismatch`, `action-mismatch` or `verification-too-old`. */
  errorCodes: string[];
}

export type Verification = Success | Refusal;

/** A token, or the form that has it in its field `passwave-response`. */
export type TokenOrForm = string | null | undefined | FormData | URLSearchParams | object;

export interface Verifier {
  /**
   * Whether the form's token is good. A good token is good once.
   * @throws {ConfigurationError} if the site's secret, sitekey or address is wrong
   * @throws {UnavailableError} if the server cannot be asked
   */
  verify(tokenOrForm: TokenOrForm, expected?: Expectations): Promise<Verification>;
}

/**
 * @throws {ConfigurationError} if an option is missing or no address
 */
export function createVerifier(options: VerifierOptions): Verifier;

/** The site's own mistake, such as a wrong secret. No visitor can pass until somebody mends it. */
export class ConfigurationError extends Error {}

/** The Passwave server cannot be asked at the moment. Nothing is known about the visitor. */
export class UnavailableError extends Error {}
