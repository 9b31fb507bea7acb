/**
 * The URL of one of the widget's files. It contains the build's name, so no cache can serve a file of another build.
 * @param {string} base The URL of the folder with the widget's files. @param {string} name
 */
export function assetUrl(base, name) {
  return `${base}${name}?v=${BUILD}`;
}
