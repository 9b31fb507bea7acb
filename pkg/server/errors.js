// What is not an answer about a visitor: the site's own mistake, or a server that cannot be asked.

/** The site's own mistake, such as a wrong secret. No visitor can pass until somebody mends it. */
export class ConfigurationError extends Error {
  name = "ConfigurationError";
}

/** The Passwave server cannot be asked at the moment. Nothing is known about the visitor. */
export class UnavailableError extends Error {
  name = "UnavailableError";
}
