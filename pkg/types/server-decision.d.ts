import type { Verification } from "./server.js";

export interface RouteOptions {
  /** The page's `action` attribute. */
  action?: string;
  /** Whether forms pass unverified while the Passwave server cannot be asked. "refuse" if nothing is said. */
  whenUnavailable?: "refuse" | "allow";
}

/** What to do with a form. Without a status it goes on. */
export interface Decision {
  /** Missing if the server could not be asked. */
  verification?: Verification;
  /** Why the server could not be asked. */
  cause?: unknown;
  /** 403 if the visitor did not verify, 503 if the server cannot be asked. */
  status?: number;
  /** For the visitor, in English. */
  message?: string;
}
