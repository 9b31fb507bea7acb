/** @param {string} token */
function onVerified(token) {
  const log = /** @type {HTMLElement} */ (document.querySelector("#log"));
  log.textContent = `A token of ${token.length} characters.`;
}

function onPasswave() {
  const { passwave } = /** @type {any} */ (globalThis);
  passwave.render("second", { sitekey: "demo", mode: "elder", callback: onVerified });
}

Object.assign(globalThis, { onPasswave, onVerified });
