import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { quoteText } from '../../../../src/core/diagnosis/pulls/quote-text.ts';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

suite('logins in a text', () => {
  const struck: readonly (readonly [text: string, shown: string])[] = [
    ['user:pass@r.example/app:1', '[REDACTED]@r.example/app:1'],
    ['user:p@ss@r.example:5000/app:1', '[REDACTED]@r.example:5000/app:1'],
    ['user:pa/ss@r.example/app:1', '[REDACTED]@r.example/app:1'],
    ['token@r.example/app:1', '[REDACTED]@r.example/app:1'],
    [`user:pass@r.example/app@${DIGEST}`, `[REDACTED]@r.example/app@${DIGEST}`],
    ['lookup user:pass@r.example: no such host', 'lookup [REDACTED]@r.example: no such host'],
    ["app='user:pass@r.example/app:1'", "app='[REDACTED]@r.example/app:1'"],
    ['image=user:pass@r.example/app:1,x', 'image=[REDACTED]@r.example/app:1,x'],
    [
      String.raw`image \"user:pass@r.example/app:1\": bad`,
      String.raw`image \"[REDACTED]@r.example/app:1\": bad`,
    ],
    ['user:pass@r.example/https://h/x', '[REDACTED]@r.example/https://h/x'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic [REDACTED]'],
    ['Authorization: Basic abc', 'Authorization: Basic [REDACTED]'],
    ['authorization: XYZ1 more', 'authorization: [REDACTED] more'],
    ['map[Authorization:[Bearer XYZ] Accept:[x]]', 'map[Authorization:[Bearer [REDACTED]] Accept:[x]]'],
    [String.raw`{\"Authorization\": \"Bearer XYZ\"}`, String.raw`{\"Authorization\": \"Bearer [REDACTED]\"}`],
    ['sent Bearer eyJhbGciOi.x.y, refused', 'sent Bearer [REDACTED], refused'],
    ['bearer Bearer dG9r3n==', 'bearer Bearer [REDACTED]'],
    ['Proxy-Authorization: Basic dXNlcg==', 'Proxy-Authorization: Basic [REDACTED]'],
  ];
  for (const [text, shown] of struck)
    test(text, () => {
      assert.equal(quoteText(text), shown);
      assert.equal(quoteText(shown), shown, 'a second time');
    });

  const kept: readonly string[] = [
    `app@${DIGEST}`,
    `r.example:5000/shop/app:1@${DIGEST}`,
    'r.example/app:1@sha256:12…',
    'app:1@sha',
    'app:1@sha256:12345/layer',
    'docker.io/library/app:1@latest',
    'golang.org/x/net@v0.1.0',
    'ask ci@example.com',
    `docker://app@${DIGEST}`,
    'no basic auth credentials',
    'Requesting bearer token: invalid status code',
    'Www-Authenticate: Bearer realm="https://t.example.com/token",service="r"',
    'Bearer realm=x',
    'may require authorization: authorization failed',
    'pull access denied, repository does not exist or may require authorization: server message: denied',
    'authorization: 401 Unauthorized',
    'Basic HTTP authentication',
    '@',
    'a@',
  ];
  for (const text of kept) test(`${text} stays`, () => assert.equal(quoteText(text), text));

  test('a password with what looks like the middle of a URL', () => {
    assert.equal(quoteText('image u:pa://ss@r.example/app:1'), 'image [REDACTED]@r.example/app:1');
    assert.equal(quoteText('image u:pa://a/b@r.example/app:1'), 'image [REDACTED]@r.example/app:1');
    assert.equal(quoteText('image u://:pass/@r.example/app:1'), 'image [REDACTED]@r.example/app:1');
    assert.equal(quoteText('image u://a:pass/@r.example/app:1'), 'image [REDACTED]@r.example/app:1');
    assert.equal(quoteText('Get "https://npm.example:443/@a/b"'), 'Get "https://npm.example:443/@a/b"');
    assert.equal(quoteText('Get "https://u:p@r.example/v2/"'), 'Get "https://[REDACTED]@r.example/v2/"');
    assert.equal(quoteText('x:https://u:p@r.example/a?sig=b'), '[REDACTED]@r.example/a?sig=[REDACTED]');
  });

  test('property: no password in an image and no token in a header comes through', () => {
    const letters = 'abcXYZ019.-_:@';
    // No user has a slash; passwords do.
    const name = fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 });
    const part = fc.string({ unit: fc.constantFrom(...letters, '/'), maxLength: 12 });
    fc.assert(
      fc.property(name, part, fc.string(), (user, rest, before) => {
        const image = `${before} u${user}:CANARY1${rest}@r.example/app:1`;
        assert.doesNotMatch(quoteText(image), /CANARY1/u);
        const header = `${before} Authorization: Bearer CANARY1${rest}`;
        assert.doesNotMatch(quoteText(header), /CANARY1/u);
      }),
      { numRuns: 1000 },
    );
  });

  test('a megabyte of hostile text is read in linear time', () => {
    for (const piece of [
      '@',
      'a:b@',
      ':',
      'a@ ',
      "'@",
      'basic ',
      'Bearer x1 ',
      'authorization:',
      '@sha256:',
    ]) {
      const text = piece.repeat(Math.floor(1_000_000 / piece.length));
      const start = performance.now();
      quoteText(text);
      assert.ok(performance.now() - start < 1000, piece);
    }
  });
});
