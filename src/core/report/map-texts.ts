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
  return mapFields(value as Readonly<Record<string, unknown>>, change);
}

// Written as plain loops: a report has thousands of fields, and pairs and iterators for each are a tenth of a megabyte.
function mapFields(fields: Readonly<Record<string, unknown>>, change: (text: string) => string): unknown {
  let copy: Record<string, unknown> | undefined;
  for (const key in fields) {
    const item = fields[key];
    const mapped = mapTexts(item, change);
    if (mapped === item) continue;
    copy ??= { ...fields };
    copy[key] = mapped;
  }
  return copy ?? fields;
}

function mapItems(items: readonly unknown[], change: (text: string) => string): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let at = 0; at < items.length; at += 1) {
    const mapped = mapTexts(items[at], change);
    if (mapped === items[at]) continue;
    copy ??= [...items];
    copy[at] = mapped;
  }
  return copy ?? items;
}
