// Figures of several runs, as the tables of the bench name them.

/** @param {number[]} values */
export function spread(values) {
  const sorted = values.filter(Number.isFinite).sort((one, other) => one - other);
  const at = (/** @type {number} */ share) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { median: at(0.5), p10: at(0.1), p90: at(0.9), most: sorted.at(-1) ?? NaN };
}

/** @param {number[]} values */
export const shown = (values) => {
  const { median, p10, p90 } = spread(values);
  return `${median.toFixed(0)} (${p10.toFixed(0)}–${p90.toFixed(0)})`;
};

/** @param {number[]} values */
export const worst = (values) =>
  spread(values)
    .most.toFixed(3)
    .replace(/\.?0+$/, "");
