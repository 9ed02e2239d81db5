import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { globMatches } from '../../../../src/core/evidence/credentials/host-glob.ts';
import { lookupLogins, matchKeys } from '../../../../src/core/evidence/credentials/keyring.ts';
import { parsePullSecret } from '../../../../src/core/evidence/credentials/parse-pull-secret.ts';
import type { PullSecret } from '../../../../src/core/evidence/credentials/pull-secret.ts';
import {
  parseRegistryTarget,
  targetMatches,
} from '../../../../src/core/evidence/credentials/registry-key.ts';
import { shownKey } from '../../../../src/core/evidence/credentials/shown-key.ts';
import {
  isReference,
  parseImageReference,
  repositoryOf,
} from '../../../../src/core/evidence/image/image-reference.ts';

/** Answers of the kubelet's packages; test/vectors/keyring says what each field is. */
interface Vectors {
  readonly matches: Table;
  readonly provider: Table;
  readonly globs: Table;
  readonly contents: readonly {
    readonly type: string;
    readonly key: string;
    readonly bytes: string;
    readonly error?: string;
    readonly entries?: readonly (readonly [key: string, user: string, password: string])[];
  }[];
  readonly lookups: readonly {
    readonly secrets: readonly { readonly type: string; readonly key: string; readonly value: string }[];
    readonly image: string;
    readonly error?: string;
    readonly orders?: readonly string[];
  }[];
}

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly row: string; readonly answers: string }[];
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../vectors/keyring.json', import.meta.url), 'utf8'),
) as Vectors;

suite("the keyring agrees with the kubelet's packages", () => {
  test('on which key is for which image', () => {
    agrees(vectors.matches, (key, image) => matchKeys([{ key }], repository(image)).length > 0);
  });

  test('and a key as it is shown is for the same images', () => {
    agrees(
      vectors.matches,
      (key, image) => matchKeys([{ key: shownKey(key) }], repository(image)).length > 0,
    );
  });

  test('on which credential provider is asked', () => {
    agrees(vectors.provider, (pattern, image) => {
      const [glob, target] = [parseRegistryTarget(pattern), parseRegistryTarget(repository(image))];
      return glob !== undefined && target !== undefined && targetMatches(glob, target);
    });
  });

  test('on patterns of one part of a host', () => {
    agrees(vectors.globs, globMatches);
  });

  test('on what is in a secret', () => {
    assert.ok(vectors.contents.length > 150, `${vectors.contents.length} vectors`);
    for (const { type, key, bytes, error, entries = [] } of vectors.contents) {
      const secret = pullSecret('regcred', type, key, bytes);
      const what = `${type} ${key} ${Buffer.from(bytes, 'base64').toString()}`;
      assert.equal(secret.malformed === undefined, error === undefined, what);
      const logins = secret.entries.map(({ key, login }) => [key, login.username, login.password.reveal()]);
      const theirs = entries.map((entry) => entry.map((one) => plain(one)));
      assert.deepEqual(logins.toSorted(byKey), theirs.toSorted(byKey), what);
    }
  });

  test('on the order of the attempts', () => {
    assert.ok(vectors.lookups.length > 300, `${vectors.lookups.length} vectors`);
    for (const { secrets, image, error, orders = [] } of vectors.lookups) {
      const read = secrets.map(({ type, key, value }, i) =>
        pullSecret(`s${i}`, type, key, Buffer.from(value).toString('base64')),
      );
      const found = lookupLogins(read, image);
      const what = JSON.stringify({ secrets, image });
      assert.equal(found.kind, error === undefined ? 'logins' : 'malformed', what);
      if (found.kind === 'logins') {
        const order = found.logins.map(({ login }) => login.username).join(' ');
        assert.ok(orders.includes(order), `${order} is none of ${orders.join(' | ')}: ${what}`);
      }
    }
  });
});

function agrees({ columns, rows }: Table, answer: (row: string, column: string) => boolean): void {
  assert.ok(columns.length * rows.length > 1000);
  for (const { row, answers } of rows) {
    const ours = columns.map((column) => (answer(row, column) ? '1' : '0')).join('');
    const theirs = answers.replaceAll('!', '0');
    const where = columns.filter((_, i) => ours[i] !== theirs[i]).join(', ');
    assert.equal(ours, theirs, `${JSON.stringify(row)} against ${where}`);
  }
}

function repository(image: string): string {
  const read = parseImageReference(image);
  // What does not parse the Go program looks up by its name alone, which is empty.
  return isReference(read) ? repositoryOf(read) : '';
}

function pullSecret(name: string, type: string, key: string, value: string): PullSecret {
  const secret = parsePullSecret({ metadata: { name, namespace: 'shop' }, type, data: { [key]: value } });
  assert.ok(secret !== undefined);
  return secret;
}

function plain(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

function byKey([one = '']: readonly string[], [other = '']: readonly string[]): number {
  return one < other ? -1 : Number(one > other);
}
