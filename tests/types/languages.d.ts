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
    | "askDetail"
    | "press"
    | "larger"
    | "smaller"
    | "readAloud"
    | "talk"
    | "required"
    | "settings"
    | "noticeTitle"
    | "failed"
    | "failedPress";
  /** The English strings that are inlined in the loader. */
  export const english: Pick<Strings, InlinedKey> & Partial<Strings>;
  /** The tags of all languages: the names of the files in www/strings. */
  export const tags: string[];
}
