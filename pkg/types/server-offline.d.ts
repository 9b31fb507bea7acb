import type { Expectations, Verifier } from "./server.js";

export { ConfigurationError, UnavailableError } from "./server.js";

/** Where used tokens are kept. Renewals of one verification have the same family. */
export interface SpentStore {
  /** Adds the family if it is not there, in one step; false if it was there. It may be forgotten at `expiresAt`. */
  add(family: string, expiresAt: Date): Promise<boolean>;
}

export interface OfflineVerifierOptions extends Expectations {
  /** The Passwave server's address: its public keys are fetched from there. */
  server: string | URL;
  /** The site's sitekey. */
  sitekey: string;
  /** `memorySpentStore()` does for one process; several need one store together, such as Redis. */
  spent: SpentStore;
  /** For fetching the keys. 5,000 if nothing is said. */
  timeoutMs?: number;
  /** How far the clocks of the two servers may differ. 0 if nothing is said. */
  clockToleranceS?: number;
}

/**
 * Checks tokens without a call for each: by the server's public keys, which are fetched every five minutes.
 * @throws {ConfigurationError} if an option is missing or no address
 */
export function createOfflineVerifier(options: OfflineVerifierOptions): Verifier;

/** For one process. A restart forgets, and a token passes again until it expires. */
export function memorySpentStore(): SpentStore;
