// The bundler makes this module from www/strings and www/src/first-keys.json.
declare module "first-strings" {
  type Strings = typeof import("../../www/strings/en.json");
  type FirstKey =
    | "direction" | "group" | "start" | "startDetail" | "askDetail" | "press" | "larger" | "smaller" | "readAloud" | "talk"
    | "required" | "noticeTitle" | "failed";
  const strings: Record<string, Pick<Strings, FirstKey> & Partial<Strings>>;
  export default strings;
}
