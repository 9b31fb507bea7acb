import { assetUrl } from "../shared/asset-url.js";
import { importModule } from "../shared/import-module.js";
import { HeldForm } from "./held-form.js";
import { isInWebView, lacksLightDark } from "./page-needs.js";
import { keepTabInside } from "./tab-inside.js";
import { addTokenField } from "./token-field.js";
import { watchLanguage } from "./watch-language.js";

/** @typedef {import("./cues.js").Cues} Cues */
/** @typedef {typeof import("./extras.js")} Extras */

/** What ties the element to the page around it: its form, its document, its language, an app. */
export class Embedding {
  #host;
  #announcer;
  #lateView;
  #heldForm;
  /** For which the token is. */
  #site = "";
  /** @type {Promise<Extras> | undefined} */
  #extras;

  /**
   * @param {import("../loader/controller-host.js").Host} host
   * @param {import("./announcer.js").Announcer} announcer
   * @param {import("./late-view.js").LateView} lateView
   * @param {() => boolean | undefined} isStale Whether the token is out of date.
   * @param {() => void} renew
   */
  constructor(host, announcer, lateView, isStale, renew) {
    this.#host = host;
    this.#announcer = announcer;
    this.#lateView = lateView;
    const { element } = host;
    this.#heldForm = new HeldForm(host, isStale, renew, this.useExtras, addTokenField(element));
    watchLanguage(host.applyPreferences);
    keepTabInside(lateView.root);
    // A page that is morphed takes it away.
    new MutationObserver(() => element.update()).observe(element, { attributeFilter: ["tabindex"] });
    element.addEventListener("invalid", this.explainRequired);
    if (!element.internals || lacksLightDark() || isInWebView())
      this.useExtras(({ adapt }) => adapt(element, lateView.root));
  }

  /** What few pages need is a file of its own. @param {(extras: Extras) => void} action */
  useExtras = (action) => {
    this.#loadExtras().then(action).catch(console.error);
  };

  async loadVoice() {
    const { Voice } = await this.#loadExtras();
    return new Voice();
  }

  #loadExtras() {
    return (this.#extras ??= importModule(assetUrl(this.#host.base, "passwave-extras.js")));
  }

  /** Sending the form, or its first field, begins the check. @param {Cues} cues @param {() => void} press */
  beginWithForm(cues, press) {
    this.useExtras((extras) => extras.beginWithForm(this.#host, this.#heldForm, this.#announcer, cues, press));
  }

  /** A form was sent too early. */
  explainRequired = () => {
    this.useExtras(({ explainRequired }) => explainRequired(this.#host, this.#announcer));
  };

  /** Several checks on one page have different names. */
  tellApart() {
    const { element } = this.#host;
    const { length } = document.querySelectorAll(element.localName);
    if (length > 1) this.useExtras(({ tellApart }) => void tellApart(this.#host));
  }

  attach() {
    this.#heldForm.attach();
    if (!this.#lateView.adoptStyles()) this.useExtras(({ adoptElsewhere }) => adoptElsewhere(this.#lateView));
  }

  detach() {
    this.#heldForm.detach();
  }

  /** A token is good for the site for which it was made. */
  update() {
    const { element } = this.#host;
    const site = `${element.sitekey} ${element.server}`;
    if (this.#site && site !== this.#site) element.reset();
    this.#site = site;
  }
}
