import { createElement } from "../shared/dom.js";

/**
 * Scripts that serialise a form by themselves know only the browser's own fields, so one stands inside the element
 * while a submit is handled. No longer: a browser fills in again only a form that has the fields which it had.
 * Browsers without form-associated elements always need it; an element with a name of its own is a field for all.
 * @param {import("../loader/element.js").PassWave} element
 */
export function addTokenField(element) {
  const field = createElement("input", { type: "hidden" });
  const { internals } = element;
  const put = () => {
    const { value, name, disabled } = element;
    Object.assign(field, { value, name, disabled });
    element.append(field);
  };
  if (!internals) element.addEventListener("passwave-token", put);
  return () => {
    if (!internals || !element.value || element.hasAttribute("name")) return;
    put();
    const form = element.getAttribute("form");
    if (form !== null) field.setAttribute("form", form);
    internals.setFormValue(null);
    setTimeout(() => {
      field.remove();
      element.update();
    });
  };
}
