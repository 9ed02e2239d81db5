import type { ReportFinding, ReportPull } from '../report.ts';
import { fixLines } from './fix-lines.ts';
import { brokenRungLines, ladderLines, stepName } from './ladder-lines.ts';
import { nearLines } from './near-lines.ts';
import { nextLines } from './next-lines.ts';
import { EMPTY_LINE, piece, type Line } from './piece.ts';
import { BODY_INDENT, labelled, paragraph, type Sheet } from './sheet.ts';
import { objectWords, subjectLines, titleLines } from './subject-line.ts';
import { whyLines } from './why-lines.ts';

/** One finding with all there is to say: what, the ladder, why, what to do, when next. */
export function findingPage(finding: ReportFinding, sheet: Sheet): readonly Line[] {
  return [
    ...titleLines(finding, sheet, objectWords(finding), 'plain'),
    ...subjectLines(finding, sheet),
    ...apart(climbLines(finding, sheet)),
    ...apart([
      ...whyLines(finding, sheet),
      ...nearLines(finding, sheet),
      ...fixLines(finding.remedies, sheet),
      ...nextLines(finding, sheet),
      ...(sheet.wide ? pullLines(finding.pulls, sheet) : []),
    ]),
  ];
}

function apart(lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [EMPTY_LINE, ...lines];
}

/** The ladder, and below it what the broken rung said where no witness repeats it. */
function climbLines(finding: ReportFinding, sheet: Sheet): readonly Line[] {
  const broken = finding.ladder.find(({ state }) => state === 'broken');
  const says = broken?.says;
  if (broken === undefined || says === undefined) return ladderLines(finding.ladder, sheet);
  if (finding.evidence.some((one) => one.says.includes(says))) return ladderLines(finding.ladder, sheet);
  return [...ladderLines(finding.ladder, sheet), ...brokenRungLines(stepName(broken), says, sheet, 'plain')];
}

/** Every pull, for those who asked for everything. */
function pullLines(pulls: readonly ReportPull[], sheet: Sheet): readonly Line[] {
  return labelled(
    'Pods',
    pulls.flatMap((pull) => paragraph(sheet, BODY_INDENT, [piece(pullWords(pull))])),
  );
}

function pullWords(pull: ReportPull): string {
  const node = pull.node === undefined ? '' : ` on ${pull.node}`;
  return `${pull.namespace}/${pull.pod} ${pull.container}${node}: ${pull.image}`;
}
