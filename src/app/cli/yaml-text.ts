/** Control, format and separator characters that YAML lets stand in plain text and a terminal obeys. */
const HIDDEN = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Co}]/u;
const EACH_HIDDEN = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu;

/**
 * A value as YAML, keys in the order in which it holds them. Strings with hidden characters are
 * double-quoted with the characters escaped, so that no terminal obeys them.
 * The YAML library is loaded only here: whoever asks for no YAML does not wait for it.
 */
export async function yamlText(value: unknown): Promise<string> {
  const { Document, Scalar, visit } = await import('yaml');
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && HIDDEN.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 }).replace(EACH_HIDDEN, escapedCharacter);
}

/** Every character left at this point stands in a double-quoted scalar, where YAML reads the escape. */
function escapedCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
