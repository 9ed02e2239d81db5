/** So many requests are under way at once: the API server gives every client a fair share, and no more. */
const LANES = 8;

/** Runs a task for each item, a few at a time, and ends when all have ended. */
export async function inLanes<T>(
  items: readonly T[],
  task: (item: T) => Promise<void>,
  lanes: number = LANES,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const item = items[next++];
      if (item !== undefined) await task(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
}
