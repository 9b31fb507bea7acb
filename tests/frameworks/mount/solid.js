import { createComponent, createSignal, mergeProps } from "solid-js";
import { Dynamic, render } from "solid-js/web";

const [current, setCurrent] = createSignal({});
let isThere = false;
window.mount = (place, props) => {
  setCurrent(props);
  if (!isThere)
    render(
      () =>
        createComponent(
          Dynamic,
          mergeProps({ component: "pass-wave" }, () => current()),
        ),
      place,
    );
  isThere = true;
};
