import { createElement } from "react";
import { createRoot } from "react-dom/client";
import Reaptcha from "reaptcha";

const { sitekey, onVerify } = globalThis.page;

createRoot(document.querySelector("#root")).render(
  createElement(
    "form",
    {},
    createElement(Reaptcha, { sitekey, inject: false, onVerify, onRender: () => globalThis.page.onLoad() }),
  ),
);
