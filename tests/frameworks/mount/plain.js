// By properties alone, as a script does that was told of a form field.
const propertyOf = (name) => name.replace(/-./, (dash) => dash[1].toUpperCase());

let element;
window.mount = (place, props) => {
  const known = element ? element.known : [];
  element ??= place.appendChild(document.createElement("pass-wave"));
  for (const name of known) if (!(name in props)) element[propertyOf(name)] = null;
  for (const [name, value] of Object.entries(props)) element[propertyOf(name)] = value;
  element.known = Object.keys(props);
};
