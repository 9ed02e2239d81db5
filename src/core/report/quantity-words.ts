/** `1 pod`, `3 pods`, `12,480 pods`: the plural is the singular with an s unless it is given. */
export function countOf(count: number, singular: string, plural: string = `${singular}s`): string {
  return `${numberWords(count)} ${count === 1 ? singular : plural}`;
}

/** A count with commas between thousands. */
export function numberWords(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, ',');
}

/** `a`, `a and b`, `a, b and c`, `a, b and 7 more`: at most `most` names, in their order. */
export function listWords(names: readonly string[], most: number): string {
  const shown =
    names.length > most ? [...names.slice(0, most), `${numberWords(names.length - most)} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
