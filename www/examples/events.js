const log = document.querySelector("#log");

for (const type of ["passwave-state", "passwave-verified", "passwave-expired", "passwave-error"]) {
  document.addEventListener(type, (event) => {
    const { state, code } = /** @type {CustomEvent} */ (event).detail ?? {};
    const item = document.createElement("li");
    item.textContent = [type, state ?? code].filter(Boolean).join(": ");
    log?.append(item);
  });
}
