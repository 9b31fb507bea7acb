import { flushSync, mount } from "svelte";
import Svelte from "./Svelte.svelte";
import { state } from "./state.svelte.js";

let isThere = false;
window.mount = (place, props) => {
  state.current = props;
  if (!isThere)
    mount(Svelte, {
      target: place,
      props: {
        get current() {
          return state.current;
        },
      },
    });
  isThere = true;
  flushSync();
};
