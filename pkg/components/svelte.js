export { default as Passwave } from "./Passwave.svelte";
