// The bundler replaces it by the build's name.
declare const BUILD: string;

/** The hash of each compiled module, by its name, for `integrity`. */
declare const WASM_INTEGRITY: Record<"passwave-core" | "passwave-press", string>;
