/**
 * A value as JSON that is safe to show: hidden characters are written as `\uXXXX`, which every JSON
 * reader undoes. Keys stand in the order in which the value holds them.
 *
 * @param indent blanks per level; 0 gives one line
 */
export function jsonText(value: unknown, indent: number): string {
  return withoutHidden(JSON.stringify(value, undefined, indent) ?? 'null');
}

/**
 * Characters that JSON lets through as they are and a terminal does not: C1 controls (0x9b starts an
 * escape sequence by itself), invisible and bidirectional format characters, line separators,
 * private use. The expression stands here, since V8 takes long to make it, even where no JSON is asked for.
 */
function withoutHidden(json: string): string {
  return json.replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu, escapedUnits);
}

function escapedUnits(character: string): string {
  let escaped = '';
  for (let at = 0; at < character.length; at += 1) {
    escaped += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
