/**
 * A secret text that cannot be printed by accident: JSON, templates, logs and Node's inspection show a
 * placeholder. Only {@link Sealed.reveal} gives the text, and only what writes an Authorization header calls it.
 */
export class Sealed {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. Its length may be shown to people, the text never. */
  reveal(): string {
    return this.#text;
  }

  get length(): number {
    return this.#text.length;
  }

  toJSON(): string {
    return '[sealed]';
  }

  toString(): string {
    return '[sealed]';
  }
}
