/** What a kubelet writes in place of logs it was asked for, as text with status 200. */
const REFUSALS: readonly (readonly [sign: string, why: string])[] = [
  // Without the feature the query is not looked at, and the handler lists the folder /var/log.
  ['<pre>', 'the kubelet does not answer log queries'],
  ['<!doctype', 'the kubelet does not answer log queries'],
  ['options present and query resolved to log files', 'it logs to a file, of which no part can be asked for'],
  ['log not found for', 'the node has no such log'],
  ['journal output not available', "the node's journal cannot be read"],
  ['error getting log for', 'its log file cannot be read'],
];

/** Characters at the beginning in which such words are looked for. */
const HEAD = 500;

/** Why an answer holds no log; undefined when it is one. */
export function readLogRefusal(text: string): string | undefined {
  const head = text.slice(0, HEAD).trimStart().toLowerCase();
  return REFUSALS.find(([sign]) => head.startsWith(sign) || head.startsWith(`error: ${sign}`))?.[1];
}
