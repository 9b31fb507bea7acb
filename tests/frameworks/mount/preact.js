import { h, render } from "preact";

window.mount = (place, props) => render(h("pass-wave", props), place);
