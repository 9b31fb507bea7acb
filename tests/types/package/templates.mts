import "passwave/svelte";
import "passwave/vue";
import type { SvelteHTMLElements } from "svelte/elements";
import type { GlobalComponents } from "vue";

const svelte: SvelteHTMLElements["pass-wave"] = {
  sitekey: "key",
  mode: "elder",
  required: true,
  form: "sign-in",
  "worker-src": "/worker.js",
};
// @ts-expect-error: there is no such mode
const wrong: SvelteHTMLElements["pass-wave"] = { sitekey: "key", mode: "younger" };
type Vue = InstanceType<GlobalComponents["pass-wave"]>["$props"];
const vue: Vue = {
  sitekey: "key",
  way: "press",
  disabled: true,
  "onPasswave-verified": ({ detail }) => console.log(detail.token),
};
console.log(svelte, wrong, vue);
