import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { version } from '../src/app/version.ts';

test('the version in the source is the one in package.json', () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  assert.ok(typeof manifest === 'object' && manifest !== null && 'version' in manifest);
  assert.equal(manifest.version, version);
});

test('npm runs scripts with the Node of the devDependency', { skip: skipOutsideNpm() }, () => {
  assert.match(process.version, /^v24\./);
});

function skipOutsideNpm(): string | false {
  return process.env['npm_lifecycle_event'] === undefined ? 'not started by npm run' : false;
}
