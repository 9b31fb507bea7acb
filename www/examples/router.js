const view = /** @type {HTMLElement} */ (document.querySelector("#view"));

/**
 * Each view creates its own elements; the check needs no initialisation and no cleanup.
 * @type {Record<string, () => Node[]>}
 */
const VIEWS = {
  "#/": () => [text("p", "Home. The check is on the other view.")],
  "#/sign-in": () => [signIn()],
};

addEventListener("hashchange", show);
show();

function show() {
  const make = VIEWS[location.hash] ?? VIEWS["#/"];
  view.replaceChildren(...(make?.() ?? []));
}

function signIn() {
  const form = document.createElement("form");
  Object.assign(form, { action: "/demo/sign-in", method: "post" });
  const check = document.createElement("pass-wave");
  check.setAttribute("sitekey", "demo");
  check.toggleAttribute("required", true);
  form.append(check, text("button", "Sign in"));
  return form;
}

/** @param {string} tag @param {string} words */
function text(tag, words) {
  return Object.assign(document.createElement(tag), { textContent: words });
}
