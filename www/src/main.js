export { Story } from "./story.js";
