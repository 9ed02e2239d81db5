import type { ReportFinding } from '../report.ts';
import { suggestionName, suggestionWords } from '../suggestion-words.ts';
import { piece, type Line } from './piece.ts';
import { BODY_INDENT, hanging, labelled, type Sheet } from './sheet.ts';
import { textWidth } from './text-width.ts';

/** Longer names stand for themselves; others are padded, so that what is said of them lines up. */
const WIDEST_NAME = 24;

/** Images that do exist and come close, where the registry was asked. */
export function nearLines({ suggestions, images }: ReportFinding, sheet: Sheet): readonly Line[] {
  const [wanted = ''] = images;
  const named = suggestions.map((one) => ({ one, name: suggestionName(one.image, wanted) }));
  const widest = Math.max(0, ...named.map(({ name }) => Math.min(textWidth(name), WIDEST_NAME)));
  return labelled(
    'Near',
    named.flatMap(({ one, name }) => {
      const gap = ' '.repeat(Math.max(widest - textWidth(name), 0) + 2);
      const head: Line = [piece(' '.repeat(BODY_INDENT)), piece(name, 'title'), piece(gap)];
      const words = [piece(suggestionWords(one, sheet.asOf), 'quiet')];
      return hanging(sheet, head, BODY_INDENT + textWidth(name) + gap.length, words);
    }),
  );
}
