import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';

// `npm run demo`: the built program on a recorded real cluster, as a user would call it. Findings are what
// the demo is for, so pulldoctor's exit code 1 is its success; anything else is passed on.

const root = join(import.meta.dirname, '..');
const program = join(root, 'dist/bin/pulldoctor.cjs');
const dump = join(root, 'examples/recorded-cluster.json');
const FOUND = 1;

process.stdout.write(`$ pulldoctor -f ${relative(root, dump)}\n\n`);
const { status, error } = spawnSync(process.execPath, [program, '-f', dump], { stdio: 'inherit' });
if (error !== undefined) throw error;
process.stdout.write(
  `\nexit code ${status ?? 'none'}: ${status === FOUND ? 'findings, as expected' : 'not what the demo expects'}\n`,
);
process.exitCode = status === FOUND ? 0 : (status ?? 1) || 1;
