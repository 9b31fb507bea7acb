// The bundler makes this module from www/strings and www/src/first-keys.json.
declare module "languages" {
  type Strings = typeof import("../../www/strings/en.json");
  type FirstKey =
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
  /** What the loader says before a file of strings is there. */
  export const english: Pick<Strings, FirstKey> & Partial<Strings>;
  /** The names of the files in www/strings. */
  export const tags: string[];
}
