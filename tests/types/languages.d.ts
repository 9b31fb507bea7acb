// The bundler generates this module from www/strings and www/src/loader/inlined-string-keys.json.
declare module "languages" {
  type Strings = typeof import("../../www/strings/en.json");
  type InlinedKey =
    | "direction"
    | "group"
    | "start"
    | "startMove"
    | "startSlide"
    | "startPress"
    | "startDetail"
    | "tryAgain"
    | "askDetail"
    | "press"
    | "larger"
    | "readAloud"
    | "talk"
    | "required"
    | "oneMoment"
    | "checking"
    | "hintFirmly"
    | "options"
    | "failedPress";
  /** The English strings that are inlined in the loader. */
  export const english: Pick<Strings, InlinedKey> & Partial<Strings>;
  /** All English strings. */
  export const everything: Strings;
  /** The tags of all languages: the names of the files in www/strings. */
  export const tags: string[];
}
