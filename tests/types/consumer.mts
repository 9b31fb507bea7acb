// What a site's developer writes in TypeScript, with the package's own declarations and no others.
import { PassWave } from "passwave";

const element = document.querySelector("pass-wave");
if (element instanceof PassWave) {
  const token: string = element.value;
  const isDone: boolean = element.state === "verified" && token !== "";
  element.pushMotion({ timeStamp: 0, accelerationIncludingGravity: { x: 0, y: 9.8, z: 0 } });
  // @ts-expect-error: there is no such state
  console.log(isDone, element.state === "waved");
  element.reset();
}
