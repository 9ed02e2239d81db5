import { characterWidth, isNarrow, textWidth } from './text-width.ts';

/**
 * The text in at most `columns` columns, its middle replaced by the mark when it is longer. Both ends
 * of a runtime's message matter: the start names the image, the end the innermost error, so the end
 * gets the larger half.
 *
 * @param head the share of the room that the start gets
 */
export function shortenText(text: string, columns: number, mark: string, head: number = 0.4): string {
  if (textWidth(text) <= columns) return text;
  const room = columns - textWidth(mark);
  if (room <= 0) return takeColumns(text, Math.max(columns, 0));
  const start = takeColumns(text, Math.floor(room * head));
  const end = takeLastColumns(text, room - textWidth(start));
  return `${wholeWordsBefore(start)}${mark}${wholeWordsAfter(end)}`;
}

/** The text in at most `columns` columns, its end replaced by the mark when it is longer. */
export function cutText(text: string, columns: number, mark: string): string {
  if (textWidth(text) <= columns) return text;
  return `${wholeWordsBefore(takeColumns(text, columns - textWidth(mark)))}${mark}`;
}

/** Columns that may be given up so that a cut falls between words. */
const RAGGED = 16;

function wholeWordsBefore(head: string): string {
  const blank = head.trimEnd().lastIndexOf(' ');
  return blank > 0 && head.length - blank <= RAGGED ? head.slice(0, blank) : head.trimEnd();
}

/** A tail may also start with the slash of a URL or an image name. */
function wholeWordsAfter(tail: string): string {
  const cut = tail.trimStart().search(/[ /]/u);
  return cut >= 0 && cut <= RAGGED ? tail.trimStart().slice(cut).trimStart() : tail.trimStart();
}

/** The longest start of a text that fits in so many columns. */
export function takeColumns(text: string, columns: number): string {
  const room = Math.max(columns, 0);
  // One more is looked at: a combining sign there would belong to what is taken.
  if (isNarrow(text.slice(0, room + 1))) return text.slice(0, room);
  let width = 0;
  let end = 0;
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function takeLastColumns(text: string, columns: number): string {
  const first = text.length - Math.max(columns, 0);
  if (isNarrow(text.slice(Math.max(first - 1, 0)))) return text.slice(Math.max(first, 0));
  let width = 0;
  let start = text.length;
  for (const character of Array.from(text.slice(-2 * columns)).reverse()) {
    width += characterWidth(character);
    if (width > columns) break;
    start -= character.length;
  }
  return text.slice(start);
}
