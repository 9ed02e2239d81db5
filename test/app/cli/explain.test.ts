import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parse } from 'yaml';
import { run } from '../../../src/app/cli/run.ts';
import { CAUSES } from '../../../src/core/diagnosis/cause.ts';
import { CATALOGUE } from '../../../src/core/diagnosis/catalogue.ts';
import { playedIo, type Stage } from './played-io.ts';

async function explain(
  args: readonly string[],
  stage: Stage = {},
): Promise<{ code: number; out: string; err: string }> {
  const played = playedIo(stage);
  const code = await run(['explain', ...args], played.io);
  return { code, out: played.stdout(), err: played.stderr() };
}

const NO_HOST =
  'Head "https://ghcr.io/v2/acme/app/manifests/1": dial tcp: lookup ghcr.io on 10.0.0.2:53: no such host';

suite('explain a message', () => {
  test('from the words of the command line, joined', async () => {
    const whole = await explain([NO_HOST]);
    assert.equal(whole.code, 0);
    assert.match(whole.out, /^✗ registry name not resolved · proven\n/);
    assert.match(whole.out, /explain dns-failure\n$/);
    assert.deepEqual(await explain(NO_HOST.split(' ')), whole);
  });

  test('from stdin, with - or without', async () => {
    const whole = await explain([NO_HOST]);
    assert.deepEqual(await explain([], { stdin: `${NO_HOST}\n` }), whole);
    assert.deepEqual(await explain(['-'], { stdin: NO_HOST }), whole);
  });

  test('as JSON and YAML', async () => {
    const json = JSON.parse((await explain([NO_HOST, '-o', 'json'])).out) as Record<string, unknown>;
    assert.deepEqual(parse((await explain([NO_HOST, '-o', 'yaml'])).out), json);
    assert.equal(json['cause'], 'dns-failure');
    assert.equal(json['rung'], 'dns');
    assert.equal(json['host'], 'ghcr.io');
    assert.equal(json['role'], 'registry');
  });

  test('that says nothing is an honest question', async () => {
    const { code, out } = await explain(['the coffee is cold']);
    assert.equal(code, 0);
    assert.match(out, /^\? .* · possible\n/u);
    assert.match(out, /nothing in it that is known from an image pull/);
  });

  test('that is not there is a wrong request', async () => {
    for (const stage of [{}, { stdin: '' }, { stdin: ' \n' }]) {
      const { code, err } = await explain([], stage);
      assert.equal(code, 2);
      assert.match(err, /^error: nothing to explain[^\n]*\n$/u);
    }
  });

  test('cannot control the terminal', async () => {
    const hostile = NO_HOST.replace('acme', 'ac\u001b[2J\u202e\u009bme');
    for (const format of ['text', 'json', 'yaml']) {
      const { out } = await explain([hostile, '-o', format]);
      assert.equal(/[\p{Cc}\p{Cf}]/u.exec(out.replaceAll('\n', '')), null, format);
    }
  });
});

suite('explain a cause', () => {
  for (const cause of CAUSES) {
    test(cause, async () => {
      const { code, out } = await explain([cause]);
      assert.equal(code, 0);
      assert.ok(out.startsWith(`${CATALOGUE[cause].title} (${cause})\n`), out);
      for (const title of ['See for yourself', 'Fix', 'Traps'])
        assert.ok(out.includes(`\n${title}\n`), title);
    });
  }

  test('as JSON holds the catalogue’s words', async () => {
    const json: unknown = JSON.parse((await explain(['tag-not-found', '-o', 'json'])).out);
    assert.deepEqual(json, { cause: 'tag-not-found', ...CATALOGUE['tag-not-found'] });
  });

  const near: readonly (readonly [string, string])[] = [
    ['tag-not', 'tag-not-found'],
    ['tag-not-fuond', 'tag-not-found'],
    ['connection', 'connection-refused or connection-timeout or connection-broken'],
  ];
  for (const [word, meant] of near) {
    test(`${word} was meant to be ${meant}`, async () => {
      assert.deepEqual(await explain([word]), {
        code: 2,
        out: '',
        err: `error: no cause is called ${word}; did you mean ${meant}?\n`,
      });
    });
  }
});

async function* pieces(text: string, size: number): AsyncIterable<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

function objects(ndjson: string): readonly Record<string, unknown>[] {
  return ndjson
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

suite('explain --batch', () => {
  const input = [
    JSON.stringify({ id: 'a', message: NO_HOST }),
    'not json',
    '',
    '[1]',
    JSON.stringify({ id: { any: 1 }, message: 7 }),
    JSON.stringify({ id: 0, message: 'ünïcödé 🐳 toomanyrequests', image: null }),
  ].join('\n');

  test('answers each line in its order, a bad one with an error', async () => {
    const { code, out, err } = await explain(['--batch'], { stdin: input });
    assert.equal(code, 0);
    assert.equal(err, '');
    const [first, ...others] = objects(out);
    assert.equal(first?.['id'], 'a');
    assert.equal(first?.['cause'], 'dns-failure');
    assert.deepEqual(others.slice(0, 3), [
      { error: 'not a JSON object', line: 2 },
      { error: 'not a JSON object', line: 4 },
      { id: { any: 1 }, error: 'message is not a string', line: 5 },
    ]);
    assert.equal(others[3]?.['id'], 0);
    assert.equal(others.length, 4);
  });

  test('is the same however the input is cut', async () => {
    const whole = (await explain(['--batch'], { stdin: input })).out;
    for (const size of [1, 2, 3, 7, 64]) {
      assert.equal(
        (await explain(['--batch'], { stdin: pieces(input, size) })).out,
        whole,
        `pieces of ${size}`,
      );
    }
    assert.equal((await explain(['--batch'], { stdin: `${input}\n` })).out, whole);
  });

  test('agrees with explain of one message', async () => {
    const [only] = objects((await explain(['--batch'], { stdin: JSON.stringify({ message: NO_HOST }) })).out);
    assert.deepEqual(only, JSON.parse((await explain([NO_HOST, '-o', 'json'])).out));
  });

  test('does not hold a line that never ends', async () => {
    async function* endless(): AsyncIterable<Uint8Array> {
      const block = new Uint8Array(1_048_576).fill(97);
      for (let count = 0; count < 6; count += 1) yield await Promise.resolve(block);
      yield new TextEncoder().encode(`\n${JSON.stringify({ id: 2, message: 'x' })}\n`);
    }
    const [first, second] = objects((await explain(['--batch'], { stdin: endless() })).out);
    assert.deepEqual(first, { error: 'longer than 4194304 characters', line: 1 });
    assert.equal(second?.['id'], 2);
  });

  test('stops reading when nobody reads the answers any more', async () => {
    let asked = 0;
    async function* forever(): AsyncIterable<Uint8Array> {
      for (;;) {
        asked += 1;
        yield await Promise.resolve(new TextEncoder().encode(`${JSON.stringify({ message: 'x' })}\n`));
      }
    }
    const played = playedIo({ stdin: forever(), closesAfter: 3 });
    assert.equal(await run(['explain', '--batch'], played.io), 0);
    assert.equal(asked, 3);
  });

  test('goes with nothing else', async () => {
    assert.match(
      (await explain(['--batch', '-o', 'text'])).err,
      /--batch writes NDJSON; -o text does not go with it/,
    );
    assert.match((await explain(['--batch', 'a message'])).err, /--batch reads messages from stdin/);
    assert.equal((await explain(['--batch', '-o', 'json'], { stdin: '' })).code, 0);
  });
});
