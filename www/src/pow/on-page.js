export { chooseHash } from "./hash.js";
export { searchNonces } from "./search.js";
