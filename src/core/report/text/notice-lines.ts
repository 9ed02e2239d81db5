import type { Notice } from '../../diagnosis/finding.ts';
import { countOf } from '../quantity-words.ts';
import type { ReportNotice } from '../report.ts';
import { parseTimestamp } from '../timestamp.ts';
import { piece, type Line } from './piece.ts';
import { hanging, type Sheet } from './sheet.ts';
import { agoWords } from './time-words.ts';

/** Notices that a page shows before it only counts the rest. */
const MOST = 10;

const KIND_WORDS: Readonly<Record<Notice['kind'], string>> = {
  'slow-pull': 'slow pull',
  'queued-pull': 'pull waits in the queue',
  'secret-absent-unused': 'pull secret absent, not needed so far',
  recovered: 'recovered',
  'not-scheduled': 'not scheduled',
  'no-pods': 'no pods',
  quota: 'held back by quota',
  'admission-refused': 'refused at admission',
  'image-rewritten': 'image rewritten at admission',
  evicted: 'evicted',
  'outside-pulls': 'not an image pull',
};

/** Not failing, worth knowing; or why no pull was tried. */
export function noticeLines(notices: readonly ReportNotice[], sheet: Sheet): readonly Line[] {
  const shown = sheet.wide ? notices : notices.slice(0, MOST);
  const left = notices.length - shown.length;
  const rest: readonly Line[] =
    left === 0 ? [] : [[piece(`  and ${countOf(left, 'more notice')} (-o wide shows all)`, 'quiet')]];
  return [...shown.flatMap((notice) => oneNotice(notice, sheet)), ...rest];
}

function oneNotice(notice: ReportNotice, sheet: Sheet): readonly Line[] {
  const when = notice.at === undefined ? '' : ` (${agoWords(parseTimestamp(notice.at), sheet.asOf)})`;
  return hanging(sheet, [piece(sheet.glyphs.warning, 'unsure'), piece(' ')], 2, [
    piece(KIND_WORDS[notice.kind] ?? notice.kind, 'title'),
    piece(`: ${notice.namespace}/${notice.object}: ${notice.says}${when}`),
  ]);
}
