import type { Instant } from '../observed.ts';
import { parseInstant } from '../objects/instant.ts';
import type { NodeLog } from './node-log.ts';

type LogLine = NodeLog['lines'][number];

/** So much of a line is kept: an error with its request in it is long, a dumped object much longer. */
const LONGEST_LINE = 2_000;
/** So many lines of one service are kept, the newest. */
const MOST_LINES = 200;
/** The kubelet's line at every sync of a failing pod, with what the pod's status says anyway. */
const REPEATED = 'Error syncing pod, skipping';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HALF_A_YEAR = 183 * 24 * 3_600_000;

/**
 * Reads what NodeLogQuery answers (pkg/kubelet/kubelet_server_journal.go): `journalctl --utc
 * --output=short-precise`, or a log file as it is.
 *
 * In: the text, when it was asked for (the journal's dates have no year), and the words of which a line has
 * to hold one, in any case; none keeps every line. Out: the newest lines, each with its time where it has one.
 */
export function parseNodeLog(text: string, asOf: Instant, words: readonly string[] = []): readonly LogLine[] {
  const wanted = words.map((word) => word.toLowerCase());
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('-- '));
  const kept = lines.filter((line) => {
    if (line.includes(REPEATED)) return false;
    const plain = line.toLowerCase();
    return wanted.length === 0 || wanted.some((word) => plain.includes(word));
  });
  return kept.slice(-MOST_LINES).map((line) => {
    const at = lineTime(line, asOf);
    return { text: line.trim().slice(0, LONGEST_LINE), ...(at !== undefined && { at }) };
  });
}

/** The writer's own time is finer and, in a file, the only one; the journal's stands in front of it. */
function lineTime(line: string, asOf: Instant): Instant | undefined {
  return (
    logrusTime(line) ??
    parseInstant(line.split(' ', 1)[0] ?? '') ??
    journalTime(line, asOf) ??
    klogTime(line, asOf)
  );
}

/** `time="2026-11-21T12:00:00.123456789Z" level=…` of containerd; CRI-O has a space for the T. */
function logrusTime(line: string): Instant | undefined {
  const at = line.indexOf('time="');
  const end = at < 0 ? -1 : line.indexOf('"', at + 6);
  if (end < 0 || end - at > 60) return undefined;
  const [day = '', clock = ''] = line.slice(at + 6, end).split(/[T ]/);
  return parseInstant(`${day}T${clock}`);
}

/** `Nov 21 12:00:00.123456 node-3 kubelet[801]: …`. */
function journalTime(line: string, asOf: Instant): Instant | undefined {
  const [, month = '', day = '', clock = ''] =
    /^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?) /.exec(line) ?? [];
  const number = MONTHS.indexOf(month) + 1;
  return number === 0 ? undefined : inYearOf(asOf, number, Number(day), clock);
}

/** `E1121 12:00:00.123456     801 plugin.go:42] …` (klog). */
function klogTime(line: string, asOf: Instant): Instant | undefined {
  const [, month, day, clock = ''] = /^[IWEF](\d{2})(\d{2}) (\d{2}:\d{2}:\d{2}\.\d{6}) /.exec(line) ?? [];
  return month === undefined ? undefined : inYearOf(asOf, Number(month), Number(day), clock);
}

/** A date without a year: of the year that puts it nearest to when it was read. */
function inYearOf(asOf: Instant, month: number, day: number, clock: string): Instant | undefined {
  const year = new Date(asOf).getUTCFullYear();
  const date = `-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T${clock}Z`;
  const at = parseInstant(`${year}${date}`);
  if (at !== undefined && at - asOf > HALF_A_YEAR) return parseInstant(`${year - 1}${date}`);
  if (at !== undefined && asOf - at > HALF_A_YEAR) return parseInstant(`${year + 1}${date}`) ?? at;
  return at;
}
