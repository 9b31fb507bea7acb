// What a site's developer writes in TypeScript, with the package as it is published.
import { PassWave, type MotionSample, type PasswaveState } from "passwave";

PassWave.base = "/passwave/";

const element = document.querySelector("pass-wave");
if (element) {
  const token: string = element.value;
  const state: PasswaveState = element.state;
  element.addEventListener("passwave-verified", ({ detail }) => console.log(detail.token.length, token, state));
  element.addEventListener("passwave-error", ({ detail }) => console.log(detail.code));
  // @ts-expect-error: there is no such detail
  element.addEventListener("passwave-verified", ({ detail }) => console.log(detail.code));
  // @ts-expect-error: there is no such state
  console.log(element.state === "waved");
  const sample: MotionSample = { timeStamp: 0, accelerationIncludingGravity: { x: 0, y: 1, z: 0 } };
  element.pushMotion([sample], { time: "s", acceleration: "g", rotation: "rad/s" });
  // @ts-expect-error: there is no such unit
  element.pushMotion(sample, { acceleration: "ft" });
  element.press();
  element.reset();
}

document.addEventListener("passwave-state", (event) =>
  console.log((event as CustomEvent<{ state: PasswaveState }>).detail.state),
);

await passwave.ready();
const id = passwave.render("place", {
  sitekey: "key",
  callback: (token) => console.log(token.length),
  theme: "dark",
  "worker-src": "/worker.js",
});
const token: string = await passwave.execute(id, { action: "pay" });
passwave.remove(id);
console.log(token, passwave.getResponse());
// @ts-expect-error: the sitekey is missing
passwave.render("place", { theme: "dark" });
