import { assetUrl } from "../shared/asset-url.js";
import { importModule } from "../shared/import-module.js";

/** @typedef {import("./panels.js").Panels} Panels */
/** @typedef {import("../loader/strings.js").Strings} Strings */

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

  /** Fetches the panels; after a failure the next call tries again. */
  load() {
    this.#loading ??= this.#load().catch((cause) => {
      this.#loading = undefined;
      throw cause;
    });
    return this.#loading;
  }

  /** Does something with the panels once they are there. @param {(panels: Panels) => void} action */
  use(action) {
    this.load().then(action, () => this.#host.showLoadFailure());
  }

  /** Does something with the panels if they were ever asked for. @param {(panels: Panels) => void} action */
  useIfLoaded(action) {
    if (this.#loading) this.use(action);
  }

  /**
   * The words for it are fetched with the panels; where these do not arrive, nothing is said.
   * @param {number} left_ms @param {import("./announcer.js").Announcer} announcer
   */
  sayWait(left_ms, announcer) {
    this.load()
      .then((panels) => panels.sayWait(left_ms, announcer))
      .catch(() => {});
  }

  /** A sentence that only the panels say. @param {keyof Strings} key */
  async sentence(key) {
    return (await this.load()).strings[key];
  }

  /** Shows what depends on the language, the attributes and the preferences. */
  update() {
    this.useIfLoaded((panels) => void panels.update());
  }

  async #load() {
    const url = assetUrl(this.#host.base, "passwave-panels.js");
    const { Panels } = /** @type {typeof import("./panels.js")} */ (await importModule(url));
    const panels = new Panels(this.#host, this.#listener);
    await panels.update();
    return panels;
  }
}
