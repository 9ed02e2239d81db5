/**
 * The same value with every string in it changed, however deep, so that no field can be forgotten. Keys
 * stay: they are ours. Parts in which nothing changes are shared with the value, so that a report of many
 * pulls is not copied whole. In: plain data (objects, arrays, scalars) without cycles.
 */
export function mapTexts<T>(value: T, change: (text: string) => string): T;
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return mapItems(value, change);
  if (typeof value !== 'object' || value === null) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [key, item] of Object.entries(value)) {
    const mapped = mapTexts<unknown>(item, change);
    if (mapped === item) continue;
    copy ??= { ...value };
    copy[key] = mapped;
  }
  return copy ?? value;
}

function mapItems(items: readonly unknown[], change: (text: string) => string): readonly unknown[] {
  const mapped = items.map((item) => mapTexts(item, change));
  return mapped.every((item, at) => item === items[at]) ? items : mapped;
}
