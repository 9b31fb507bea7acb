// <Passwave> for React 18 and 19: the element, with its events as props and its methods on the ref.
import { createElement, forwardRef, useEffect, useImperativeHandle, useRef } from "react";

/** Props that are listeners, and the element's events. */
const EVENTS = {
  onVerified: "passwave-verified",
  onExpired: "passwave-expired",
  onError: "passwave-error",
  onStateChange: "passwave-state",
};

export const Passwave = forwardRef(function Passwave({ children, ...props }, ref) {
  const element = useRef(null);
  const listeners = useRef(props);
  listeners.current = props;
  // The element needs a browser: on a server the tag alone is written.
  useEffect(() => void import("passwave"), []);
  useEffect(() => listen(element.current, listeners), []);
  useImperativeHandle(ref, () => element.current, []);
  return createElement("pass-wave", { ...attributesOf(props), ref: element }, children);
});

/** React 18 knows no custom events in JSX, so both versions listen in the same way. */
function listen(element, listeners) {
  const ended = new AbortController();
  for (const [prop, type] of Object.entries(EVENTS)) {
    element.addEventListener(type, (event) => listeners.current[prop]?.(event), { signal: ended.signal });
  }
  return () => ended.abort();
}

/** React 18 writes what it is given: `className` would be an attribute of that name, and `false` a text. */
function attributesOf(props) {
  const attributes = {};
  for (const [prop, value] of Object.entries(props)) {
    if (prop in EVENTS || value === undefined || value === null || value === false) continue;
    attributes[attributeName(prop)] = value === true ? "" : value;
  }
  return attributes;
}

/** @param {string} prop */
function attributeName(prop) {
  if (prop === "className") return "class";
  return /^(on|style$|key$|suppress|dangerously)/.test(prop)
    ? prop
    : prop.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
