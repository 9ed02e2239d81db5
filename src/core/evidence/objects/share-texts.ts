/** Gives for a text the one that is equal to it and was there first. */
export type Share = (text: string) => string;

/** Every text as it is: for one object, where nothing is to be shared. */
export const unshared: Share = (text) => text;

/**
 * Makes a {@link Share}. JSON.parse makes a new string of every value; in a dump of 50,000 pods the same
 * few thousand namespaces, nodes and images would then take most of the memory.
 */
export function shareTexts(): Share {
  const texts = new Map<string, string>();
  return (text) => {
    const first = texts.get(text);
    if (first !== undefined) return first;
    texts.set(text, text);
    return text;
  };
}
