import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { flushSync } from "react-dom";

let root;
window.mount = (place, props) => {
  root ??= createRoot(place);
  flushSync(() => root.render(createElement("pass-wave", props)));
};
