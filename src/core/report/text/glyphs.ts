import type { Charset } from './plain-text.ts';

/** The signs of the output; each says the same as the words beside it. */
export interface Glyphs {
  readonly bad: string;
  readonly good: string;
  readonly unsure: string;
  readonly warning: string;
  readonly untried: string;
  readonly dot: string;
  readonly ellipsis: string;
  readonly arrow: string;
}

const UNICODE: Glyphs = {
  bad: '✗',
  good: '✓',
  unsure: '?',
  warning: '!',
  untried: '·',
  dot: '·',
  ellipsis: '…',
  arrow: '→',
};

const ASCII: Glyphs = {
  bad: 'x',
  good: 'ok',
  unsure: '?',
  warning: '!',
  untried: '-',
  dot: '-',
  ellipsis: '...',
  arrow: '->',
};

export function glyphsOf(charset: Charset): Glyphs {
  return charset === 'unicode' ? UNICODE : ASCII;
}
