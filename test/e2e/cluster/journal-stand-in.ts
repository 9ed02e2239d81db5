import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The lane has no systemd, so its services write files. This program has the name, the flags and the output
 * of journalctl as far as a kubelet uses them (kubelet_server_journal_linux.go), over those files.
 */
const PROGRAM = `
const { readFileSync } = require('node:fs');
const flag = (name) => process.argv.filter((word) => word.startsWith('--' + name + '=')).map((word) => word.slice(name.length + 3));
const FILES = JSON.parse(process.env.PULLDOCTOR_E2E_JOURNAL);
if (process.argv.includes('--field')) {
  console.log(Object.keys(FILES).map((name) => name + '.service').join('\\n'));
  process.exit();
}
const time = (text) => {
  const [year, month, day, hour, minute, second] = text.split(/[- :]/).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
};
const [since] = flag('since').map(time);
const [until] = flag('until').map(time);
const [most = '1000'] = flag('lines');
const [pattern] = flag('grep');
const grep = pattern === undefined ? undefined : new RegExp(pattern, /[A-Z]/.test(pattern) ? 'u' : 'iu');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const found = [];
for (const unit of flag('unit')) {
  const name = unit.replace(/\\.service$/, '');
  if (FILES[name] === undefined) continue;
  for (const line of readFileSync(FILES[name], 'utf8').split('\\n')) {
    const klog = /^[IWEF](\\d\\d)(\\d\\d) (\\d\\d:\\d\\d:\\d\\d\\.\\d{6})/.exec(line);
    const logfmt = /^time="(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{6})\\d*)?Z"/.exec(line);
    if (klog === null && logfmt === null) continue;
    const iso = klog === null
      ? logfmt[1] + '.' + (logfmt[2] ?? '000000')
      : new Date().getUTCFullYear() + '-' + klog[1] + '-' + klog[2] + 'T' + klog[3];
    const at = Date.parse(iso.slice(0, 23) + 'Z');
    if ((since !== undefined && at < since) || (until !== undefined && at > until)) continue;
    if (grep !== undefined && !grep.test(line)) continue;
    const [date, clock] = iso.split('T');
    const stamp = MONTHS[Number(date.slice(5, 7)) - 1] + ' ' + date.slice(8) + ' ' + clock;
    found.push([at, stamp + ' node ' + name + '[1]: ' + line]);
  }
}
found.sort((a, b) => a[0] - b[0]);
const lines = found.slice(-Number(most)).map(([, line]) => line);
console.log(lines.length === 0 ? '-- No entries --' : lines.join('\\n'));
`;

/** Writes the stand-in into a folder of its own; gives what a kubelet's environment needs to find it. */
export function journalStandIn(
  folder: string,
  files: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const bin = join(folder, 'journal');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'journalctl.cjs'), PROGRAM);
  writeFileSync(
    join(bin, 'journalctl'),
    `#!/bin/sh\nexec '${process.execPath}' '${join(bin, 'journalctl.cjs')}' "$@"\n`,
  );
  chmodSync(join(bin, 'journalctl'), 0o755);
  return {
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    PULLDOCTOR_E2E_JOURNAL: JSON.stringify(files),
  };
}
