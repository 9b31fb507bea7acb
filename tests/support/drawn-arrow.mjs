// Where an arrow points, as it is drawn: what an engine makes of a transformation shows in the picture alone.

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

/** Left out along the edges, where a border may be. */
const EDGE_PX = 8;

/**
 * The ink within a box of the picture: its middle, and the middle of the box around it. Runs in a page.
 * @param {string} png as base64 @param {Box} box
 */
async function inkOf(png, { x, y, width, height }) {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.drawImage(picture, -x, -y);
  const { data } = pen.getImageData(0, 0, width, height);
  const shade = (/** @type {number} */ at) => Number(data[at]) + Number(data[at + 1]) + Number(data[at + 2]);
  /** @type {[number, number][]} */
  const ink = [];
  for (let pixel = 0; pixel < width * height; pixel += 1)
    if (Math.abs(shade(pixel * 4) - shade(0)) > 150) ink.push([pixel % width, Math.floor(pixel / width)]);
  return [0, 1].map((axis) => {
    const places = ink.map((place) => Number(place[axis]));
    const [least, most] = [Math.min(...places), Math.max(...places)];
    const mean = places.reduce((sum, place) => sum + place, 0) / places.length;
    return { span: most - least, off: mean - (least + most) / 2 };
  });
}

/** Two frames later whatever has changed is painted. Runs in a page. */
const painted = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined))));

/**
 * An arrow is longer than it is wide, and has more ink at its head.
 * @param {import("./engines.mjs").EnginePage} page @param {Box} box the arrow, and nothing else but an edge
 */
export async function drawnDirection(page, box) {
  const within = {
    x: Math.ceil(box.x + EDGE_PX),
    y: Math.ceil(box.y + EDGE_PX),
    width: Math.floor(box.width - 2 * EDGE_PX),
    height: Math.floor(box.height - 2 * EDGE_PX),
  };
  await page.evaluate(painted);
  const [across, along] = await page.evaluate(inkOf, await page.screenshot(), within);
  if (!across?.span || !along?.span) throw new Error("nothing is drawn there");
  if (across.span > along.span) return across.off > 0 ? "right" : "left";
  return along.off > 0 ? "down" : "up";
}
