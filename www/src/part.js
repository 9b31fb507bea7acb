/**
 * The address of a file that belongs to this very build: with its name in it, no cache hands out an older one.
 * @param {string} base @param {string} name
 */
export const part = (base, name) => `${base}${name}?v=${BUILD}`;
