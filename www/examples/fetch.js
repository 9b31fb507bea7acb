const sender = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const answer = /** @type {HTMLElement} */ (document.querySelector("#answer"));

sender.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new URLSearchParams(/** @type {any} */ (new FormData(sender)));
  const response = await fetch(sender.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  answer.textContent = page.querySelector("h1")?.textContent ?? "";
  sender.reset(); // The token has been used; a form that is sent again needs another.
});
