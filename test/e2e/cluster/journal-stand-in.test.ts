import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { journalStandIn } from './journal-stand-in.ts';
import { runCommand } from './run-command.ts';

const YEAR = new Date().getUTCFullYear();
const KUBELET = `I0102 03:04:05.000001     143 a.go:1] "first about Registry"
E0102 03:04:15.500000     143 a.go:2] "second about registry"
not a line of a log
`;
const RUNTIME = `time="${YEAR}-01-02T03:04:10.123456789Z" level=error msg="from the runtime"\n`;

const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-journal-'));
let env: Readonly<Record<string, string>> = {};

before(() => {
  const files = { kubelet: join(folder, 'kubelet.log'), containerd: join(folder, 'containerd.log') };
  writeFileSync(files.kubelet, KUBELET);
  writeFileSync(files.containerd, RUNTIME);
  env = journalStandIn(folder, files);
});
after(() => rmSync(folder, { recursive: true }));

async function ask(...args: readonly string[]): Promise<readonly string[]> {
  const answer = await runCommand(join(folder, 'journal/journalctl'), args, { env });
  return answer.trimEnd().split('\n');
}

test('it names the units that a kubelet looks for', async () => {
  assert.deepEqual(await ask('--field', '_SYSTEMD_UNIT'), ['kubelet.service', 'containerd.service']);
});

test('it prints the lines of a unit in the short form, with their own beginning', async () => {
  assert.deepEqual(await ask('--unit=containerd'), [
    `Jan 02 03:04:10.123456 node containerd[1]: ${RUNTIME.trimEnd()}`,
  ]);
});

test('it keeps to a time, a pattern and a number of lines', async () => {
  const [line = '', ...rest] = await ask(
    '--unit=kubelet',
    `--since=${YEAR}-1-2 3:4:0`,
    `--until=${YEAR}-1-2 3:4:10`,
    '--grep=registry',
  );
  assert.match(line, /first about Registry/u);
  assert.deepEqual(rest, []);
  const last = await ask('--unit=kubelet', '--unit=containerd', '--lines=1');
  assert.equal(last.length, 1);
  assert.match(last[0] ?? '', /second about registry/u);
  assert.deepEqual(await ask('--unit=kubelet', '--grep=Second'), ['-- No entries --']);
});
