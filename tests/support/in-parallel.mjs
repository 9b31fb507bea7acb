// A machine does so much at a time.

/**
 * Runs `work` over all items, so many at a time.
 * @template Item, Result
 * @param {Item[]} items @param {number} at_once @param {(item: Item) => Promise<Result>} work
 */
export async function inParallel(items, at_once, work) {
  /** @type {Result[]} */
  const results = new Array(items.length);
  const left = items.map((item, index) => ({ item, index }));
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next.index] = await work(next.item);
  };
  await Promise.all(Array.from({ length: at_once }, worker));
  return results;
}
