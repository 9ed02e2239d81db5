import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import {
  familiarName,
  formatPulledReference,
  formatReference,
  isReference,
  parseImageReference,
} from '../../../../src/core/evidence/image/image-reference.ts';

suite('image references, whatever comes', () => {
  test('any text gives a reference or a fault that keeps the text and points into it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), almostReference()), (text) => {
        const read = parseImageReference(text);
        assert.equal(read.text, text);
        if (isReference(read)) return;
        assert.notEqual(read.error, '');
        if (read.at !== undefined) assert.ok(read.at >= 0 && read.at <= text.length, `${read.at}`);
      }),
      { numRuns: 2000 },
    );
  });

  test('whatever the grammar makes is read, and reading what is formatted changes nothing', () => {
    fc.assert(
      fc.property(reference(), (text) => {
        const read = parseImageReference(text);
        assert.ok(isReference(read), JSON.stringify(read));
        const formatted = formatReference(read);
        const again = parseImageReference(formatted);
        assert.ok(isReference(again), formatted);
        assert.equal(formatReference(again), formatted);
        assert.deepEqual({ ...again, text, explicitDomain: read.explicitDomain }, read);
      }),
      { numRuns: 2000 },
    );
  });

  test('the familiar name means the same repository, unless it begins like a host', () => {
    fc.assert(
      fc.property(reference(), (text) => {
        const read = parseImageReference(text);
        assert.ok(isReference(read));
        const familiar = parseImageReference(familiarName(read));
        assert.ok(isReference(familiar));
        // The Hub's `docker.io/a.b/c` is shortened to `a.b/c`, by the Go package too, and that is another.
        fc.pre(read.domain !== 'docker.io' || !/^(?:localhost|[^/]*\.[^/]*)\//.test(familiar.text));
        assert.deepEqual([familiar.domain, familiar.path], [read.domain, read.path]);
      }),
    );
  });

  test('what is pulled has a digest or else a tag', () => {
    fc.assert(
      fc.property(reference(), (text) => {
        const read = parseImageReference(text);
        assert.ok(isReference(read));
        const pulled = parseImageReference(formatPulledReference(read));
        assert.ok(isReference(pulled));
        assert.deepEqual(pulled.digest, read.digest);
        assert.equal(pulled.tag, read.digest === undefined ? (read.tag ?? 'latest') : undefined);
      }),
    );
  });
});

suite('image references take time in proportion to their length', () => {
  const megabyte = 1 << 20;
  const hostile: Readonly<Record<string, string>> = {
    letters: 'a'.repeat(megabyte),
    'upper-case letters': 'A'.repeat(megabyte),
    slashes: '/'.repeat(megabyte),
    'components without end': 'a/'.repeat(megabyte / 2),
    hyphens: `a${'-'.repeat(megabyte)}`,
    'separated letters': 'a.'.repeat(megabyte / 2),
    'labels of a domain': `${'a.'.repeat(megabyte / 2)}/b`,
    'an underscore at the end of the host': `${'a.'.repeat(megabyte / 2)}_/b`,
    colons: 'a:'.repeat(megabyte / 2),
    'at signs': '@'.repeat(megabyte),
    'an address without end': `[${':'.repeat(megabyte)}`,
    'digits of a digest': `a@sha256:${'0'.repeat(megabyte)}`,
    'algorithms of a digest': `a@${'b+'.repeat(megabyte / 2)}`,
    'a scheme without end': `${'a+'.repeat(megabyte / 2)}:/`,
    'white space': ' '.repeat(megabyte),
    'letters outside ASCII': 'É'.repeat(megabyte),
    'lower-case letters outside ASCII': 'é'.repeat(megabyte),
    'lone surrogates': '\ud800'.repeat(megabyte),
  };

  for (const [what, text] of Object.entries(hostile)) {
    test(what, () => {
      const start = process.cpuUsage();
      const read = parseImageReference(text);
      const { user } = process.cpuUsage(start);
      assert.equal(isReference(read), false);
      // A square of a million would take minutes.
      assert.ok(user < 500_000, `${user} µs of processor time`);
    });
  }
});

function joined(
  part: fc.Arbitrary<string>,
  separator: fc.Arbitrary<string>,
  max: number,
): fc.Arbitrary<string> {
  return fc
    .tuple(part, fc.array(fc.tuple(separator, part), { maxLength: max - 1 }))
    .map(([head, rest]) => head + rest.flat().join(''));
}

function letters(alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });
}

const lower = 'abcxyz';
const digits = '0189';
const upper = 'AMZ';

function domain(): fc.Arbitrary<string> {
  const label = joined(letters(lower + upper + digits, 1, 4), fc.constantFrom('-', '--'), 2);
  const name = joined(label, fc.constant('.'), 3);
  const address = letters('0123456789abcdefABCDEF:', 1, 20).map((text) => `[::${text}]`);
  const port = fc.oneof(
    fc.constant(''),
    letters(digits, 1, 6).map((text) => `:${text}`),
  );
  return fc
    .tuple(fc.oneof(name, address, fc.constantFrom('localhost', 'docker.io', 'index.docker.io')), port)
    .map((parts) => parts.join(''));
}

function path(): fc.Arbitrary<string> {
  const separator = fc.constantFrom('.', '_', '__', '-', '--', '-----');
  return joined(joined(letters(lower + digits, 1, 5), separator, 3), fc.constant('/'), 3);
}

function version(): fc.Arbitrary<string> {
  const word = `${lower}${upper}${digits}_`;
  const tag = fc
    .tuple(letters(word, 1, 1), letters(`${word}.-`, 0, 127))
    .map((parts) => `:${parts.join('')}`);
  const digest = fc
    .constantFrom(['sha256', 64], ['sha384', 96], ['sha512', 128])
    .chain(([algorithm, length]) =>
      letters('0123456789abcdef', length, length).map((text) => `@${algorithm}:${text}`),
    );
  const none = fc.constant('');
  return fc.tuple(fc.oneof(none, tag), fc.oneof(none, digest)).map((parts) => parts.join(''));
}

/** Texts made by the grammar. A bare 64 digits in a row are too unlikely to exclude. */
function reference(): fc.Arbitrary<string> {
  const name = fc.oneof(
    path(),
    fc.tuple(domain(), path()).map((parts) => parts.join('/')),
  );
  return fc.tuple(name, version()).map((parts) => parts.join(''));
}

/** A reference with something put into it. */
function almostReference(): fc.Arbitrary<string> {
  const noise = fc.constantFrom(...':/@.-_+ \n\t$`{"<Éé\u212a\u0130\u200b\ud83d');
  return fc
    .tuple(reference(), fc.nat(), noise)
    .map(
      ([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice(at % (text.length + 1)),
    );
}
