/** One stored object and which write of it this is. */
interface Entry<T> {
  readonly value: T;
  readonly resourceVersion: number;
  readonly file: string;
}

/** What became of an object that was already there. */
export type Duplicate = 'identical' | 'older' | 'newer';

/**
 * Objects of one kind by namespace and name, in the order they came, each once. Of two with the same
 * name the higher resource version stays, or the later one where the versions do not tell: a name stands
 * for one object at a time, so an older uid is an object that is gone.
 */
export class ObjectCollection<T> {
  readonly #namespaces = new Map<string, Map<string, Entry<T>>>();

  /** Undefined for a new object; otherwise how it relates to the one that was there, and that one's file. */
  put(
    namespace: string,
    name: string,
    entry: Entry<T>,
  ): { readonly is: Duplicate; readonly file: string } | undefined {
    const names = this.#names(namespace);
    const before = names.get(name);
    if (before === undefined) {
      names.set(name, entry);
      return undefined;
    }
    const is = compare(before, entry);
    if (is === 'newer') names.set(name, entry);
    return { is, file: before.file };
  }

  values(): readonly T[] {
    const values: T[] = [];
    for (const names of this.#namespaces.values()) {
      for (const entry of names.values()) values.push(entry.value);
    }
    return values;
  }

  #names(namespace: string): Map<string, Entry<T>> {
    const names = this.#namespaces.get(namespace) ?? new Map<string, Entry<T>>();
    this.#namespaces.set(namespace, names);
    return names;
  }
}

function compare<T>(before: Entry<T>, after: Entry<T>): Duplicate {
  const told = before.resourceVersion > 0 && after.resourceVersion > 0;
  if (told && before.resourceVersion !== after.resourceVersion) {
    return after.resourceVersion > before.resourceVersion ? 'newer' : 'older';
  }
  return JSON.stringify(before.value) === JSON.stringify(after.value) ? 'identical' : 'newer';
}
