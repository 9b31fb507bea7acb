import { createElement } from "../shared/dom.js";

/** @typedef {import("../loader/controller-host.js").Host} Host */

/** What may have a name of its own around a check. */
const PLACES = "fieldset, form, section, article, dialog, [aria-label], [aria-labelledby]";
const HEADINGS = "legend, h1, h2, h3, h4, h5, h6, [role=heading]";

/**
 * Where a page has several checks, each is named by the form it is in, or by its number: in a list of the page's
 * buttons nobody could tell them apart.
 * @param {Host} host
 */
export async function tellApart({ element, view, loadTranslation }) {
  const all = [...document.querySelectorAll(element.localName)];
  const names = all.map(nameOfPlace);
  const number = all.indexOf(element);
  const name = names[number];
  const isUnique = names.indexOf(name) === names.lastIndexOf(name);
  const which = (isUnique && name) || String(number + 1);
  const { strings } = await loadTranslation();
  view.box.querySelector("#which")?.remove();
  view.box.append(createElement("span", { id: "which", hidden: "" }, [which]));
  view.box.setAttribute("aria-label", `${strings.group}: ${which}`);
}

/** The name of the nearest place that has one. @param {Element} inside @returns {string} */
function nameOfPlace(inside) {
  const place = inside.parentElement?.closest(PLACES);
  return place ? nameOf(place) || nameOfPlace(place) : "";
}

/** @param {Element} place */
function nameOf(place) {
  const ids = place.getAttribute("aria-labelledby")?.split(/\s+/) ?? [];
  const words = ids.map((id) => document.getElementById(id)?.textContent).join(" ");
  const name = place.getAttribute("aria-label") || words || place.querySelector(HEADINGS)?.textContent;
  return name?.trim() ?? "";
}
