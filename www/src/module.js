import { install } from "./install.js";

export { PassWave } from "./element.js";

install(import.meta.url);
