/* The test on the settings page: the server as WordPress sees it, then as the browser does, then one whole check. */
(function () {
  const { ajax, nonce, server, sitekey, form, words } = passwaveTest;
  const button = document.getElementById("passwave-test-button");
  const place = document.getElementById("passwave-test-check");
  const result = document.getElementById("passwave-test-result");

  /** What the widget's error codes mean for a site's owner. */
  const CODES = {
    "server-unreachable": words.files,
    "core-unavailable": words.files,
  };

  /** Asks WordPress, which asks the server. Fails with what is wrong, in words. */
  async function ask(fields) {
    const body = new URLSearchParams({ action: "passwave_test", _ajax_nonce: nonce, ...fields });
    const said = await fetch(ajax, { method: "POST", body })
      .then((answer) => answer.json())
      .catch(() => null);
    if (!said || !said.success) {
      throw new Error((said && said.data) || words.lost);
    }
    return said.data;
  }

  /** The server's script, once. */
  function load() {
    return new Promise((resolve, reject) => {
      if (customElements.get("pass-wave")) {
        resolve();
        return;
      }
      const script = document.createElement("script");
      const isMixed = location.protocol === "https:" && server.startsWith("http:");
      script.src = server + "/passwave.js";
      script.onload = () => customElements.whenDefined("pass-wave").then(resolve);
      script.onerror = () => reject(new Error(isMixed ? words.mixed : words.blocked));
      document.head.append(script);
    });
  }

  /** One whole check, by work alone, so that nobody needs to move anything. */
  function verify() {
    return new Promise((resolve, reject) => {
      const check = document.createElement("pass-wave");
      check.setAttribute("sitekey", sitekey);
      check.setAttribute("action", form);
      check.addEventListener("passwave-verified", ({ detail }) => resolve(detail.token));
      check.addEventListener("passwave-error", ({ detail }) =>
        reject(new Error(CODES[detail.code] || words.other.replace("%s", detail.code))),
      );
      place.replaceChildren(check);
      check.press();
    });
  }

  function say(text, kind) {
    result.className = kind ? "notice inline notice-" + kind : "";
    result.textContent = text;
  }

  async function test() {
    say(words.asking);
    await ask({});
    say(words.loading);
    await load();
    say(words.checking);
    const said = await ask({ token: await verify() });
    place.replaceChildren();
    say(said, "success");
    document.getElementById("passwave-state").textContent = said;
  }

  button.addEventListener("click", () => {
    button.disabled = true;
    test()
      .catch((cause) => {
        place.replaceChildren();
        say(cause.message, "error");
      })
      .finally(() => {
        button.disabled = false;
        button.focus();
      });
  });
})();
