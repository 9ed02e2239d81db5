/**
 * Something that was wanted and could not be seen. Never the same as "there is nothing":
 * every blind spot reaches the report, with what would open the view.
 */
export interface BlindSpot {
  /** What could not be seen: `secrets in namespace payments`. */
  readonly what: string;
  /** Why not: `403 forbidden`, `not in the dump`, `file ends in the middle of an object`. */
  readonly why: string;
  /** The command or right that would show it. */
  readonly grant?: string;
  /**
   * True when a requested target could not be judged because of it (exit code 3). Blind spots
   * beside a judged target leave the exit code alone.
   */
  readonly hidesTarget?: boolean;
  /**
   * True of a look beyond what was asked about, which might have told more and which nothing depends on: whoever
   * has every right in their own namespace is not told to ask for those of others. Pages show it when wide.
   */
  readonly nicety?: boolean;
}

/** A value that was seen, or the reason why not. */
export type Observed<T> =
  { readonly seen: true; readonly value: T } | { readonly seen: false; readonly blind: BlindSpot };

/** Milliseconds since the epoch. Core never asks a clock: every instant comes from evidence. */
export type Instant = number;
