import { VirtualPhone } from "../demo/virtual-phone.js";

const widget = /** @type {import("../src/loader/element.js").PassWave} */ (document.querySelector("pass-wave"));
const phone = new VirtualPhone();
phone.isWaving = true;

await customElements.whenDefined("pass-wave");
setInterval(() => widget.pushMotion([phone.read(performance.now())]), 16);
