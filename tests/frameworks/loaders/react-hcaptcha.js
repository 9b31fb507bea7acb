import HCaptcha from "@hcaptcha/react-hcaptcha";
import { createElement, createRef } from "react";
import { createRoot } from "react-dom/client";

const { server, sitekey, onVerify } = globalThis.page;
const captcha = createRef();
const root = createRoot(document.querySelector("#root"));

root.render(
  createElement(HCaptcha, {
    ref: captcha,
    sitekey,
    scriptSource: `${server}/compat/hcaptcha.js`,
    sentry: false,
    onVerify,
    onLoad: () => globalThis.page.onLoad(),
  }),
);

Object.assign(globalThis.page, { captcha, root });
