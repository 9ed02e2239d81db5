import type { TypeMeta } from '../../core/evidence/objects/cluster-object.ts';

/** A part of a file that could not be read. */
export interface Loss {
  /** Offset of its first byte in the (unpacked) file. */
  readonly from: number;
  readonly why: string;
  /** True when nothing behind it was read either. */
  readonly toTheEnd: boolean;
}

/** What the readers of a format hand their findings to, in the order of the file. */
export interface ObjectSink {
  /** One object, parsed; `list` is what is known by then of the list it is an item of. */
  object(json: unknown, list?: TypeMeta): void;
  /** A list has come to its end. */
  list(type: TypeMeta): void;
  lost(loss: Loss): void;
}
