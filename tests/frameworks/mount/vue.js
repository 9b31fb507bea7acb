import { h, render } from "vue";

window.mount = (place, props) => render(h("pass-wave", props), place);
