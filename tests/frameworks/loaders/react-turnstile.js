import { Turnstile } from "@marsidev/react-turnstile";
import { createElement, StrictMode } from "react";
import { createRoot } from "react-dom/client";

const { sitekey, onVerify } = globalThis.page;

const widget = createElement(Turnstile, {
  siteKey: sitekey,
  injectScript: false,
  options: { action: "sign-in", cData: "order_7", theme: "dark", language: "zh-CN" },
  onSuccess: onVerify,
  onWidgetLoad: () => globalThis.page.onLoad(),
});

createRoot(document.querySelector("#root")).render(createElement(StrictMode, {}, createElement("form", {}, widget)));
