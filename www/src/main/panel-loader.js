import { assetUrl } from "../shared/asset-url.js";

/** @typedef {import("./panels.js").Panels} Panels */

/** The panels are a file of their own, which is fetched when the first of them is asked for. */
export class PanelLoader {
  #host;
  #listener;
  /** @type {Promise<Panels> | undefined} */
  #loading;

  /**
   * @param {import("../loader/controller-host.js").Host} host
   * @param {import("./panels.js").PanelsListener} listener
   */
  constructor(host, listener) {
    this.#host = host;
    this.#listener = listener;
  }

  /** Does something with the panels once they are there. @param {(panels: Panels) => void} action */
  use(action) {
    this.#loading ??= this.#load();
    this.#loading.then(action, () => {
      this.#loading = undefined;
      this.#host.showLoadFailure();
    });
  }

  /** Does something with the panels if they were ever asked for. @param {(panels: Panels) => void} action */
  useIfLoaded(action) {
    if (this.#loading) this.use(action);
  }

  /** Shows what depends on the language, the attributes and the preferences. */
  update() {
    this.useIfLoaded((panels) => this.#update(panels));
  }

  async #load() {
    const url = assetUrl(this.#host.base, "passwave-panels.js");
    const { Panels } = /** @type {typeof import("./panels.js")} */ (await import(url));
    const panels = new Panels(this.#host.view, this.#listener);
    await this.#update(panels);
    return panels;
  }

  /** @param {Panels} panels */
  async #update(panels) {
    const { strings } = await this.#host.loadTranslation();
    panels.update(strings, this.#host.element.currentWay === "press");
  }
}
