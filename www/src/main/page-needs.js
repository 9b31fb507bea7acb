/** Whether an app around the page listens. */
export function isInWebView() {
  const { webkit, ReactNativeWebView, PasswaveHost } = /** @type {import("./webview-bridge.js").HostApps} */ (
    globalThis
  );
  return webkit?.messageHandlers?.passwave || ReactNativeWebView || PasswaveHost;
}

export function lacksLightDark() {
  return !CSS.supports("color", "light-dark(red,red)");
}
