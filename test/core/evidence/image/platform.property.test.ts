import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import {
  formatPlatform,
  normalizePlatform,
  parsePlatform,
  type Platform,
} from '../../../../src/core/evidence/image/platform.ts';
import {
  containersImageMatches,
  platformMatches,
} from '../../../../src/core/evidence/image/platform-match.ts';

suite('platforms, whatever comes', () => {
  test('any text is read or refused, and what is read can be written and read again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), specifier()), (text) => {
        const platform = parsePlatform(text);
        if (platform === undefined) return;
        const again = parsePlatform(formatPlatform(platform));
        assert.ok(again, formatPlatform(platform));
        assert.deepEqual(normalizePlatform(again), normalizePlatform(platform));
      }),
      { numRuns: 5000 },
    );
  });

  test('normalising twice is normalising once', () => {
    fc.assert(
      fc.property(anyPlatform(), (platform) => {
        const once = normalizePlatform(platform);
        assert.deepEqual(normalizePlatform(once), once);
      }),
    );
  });

  test('a node takes its own platform, and CRI-O an entry that leaves the variant out', () => {
    const architectures = fc.constantFrom('amd64', 'arm64', 'arm', '386', 's390x', 'ppc64le', 'riscv64', 'x');
    fc.assert(
      fc.property(fc.constantFrom('linux', 'windows'), architectures, (os, architecture) => {
        const node = { os, architecture };
        assert.ok(platformMatches(node, node));
        assert.ok(containersImageMatches(node, { ...node, variant: 'v7' }));
      }),
    );
  });

  test('any two platforms can be compared', () => {
    fc.assert(
      fc.property(anyPlatform(), anyPlatform(), (a, b) => {
        assert.equal(
          platformMatches(a, b),
          platformMatches(normalizePlatform(a, b.os || 'linux'), normalizePlatform(b)),
        );
        assert.equal(typeof containersImageMatches(a, b), 'boolean');
      }),
      { numRuns: 2000 },
    );
  });

  test('long texts take time in proportion to their length', () => {
    const long = 'a'.repeat(1 << 20);
    for (const text of [
      long,
      `${long}/${long}`,
      `linux(${long}`,
      `linux(${'+a'.repeat(1 << 19)}`,
      '%'.repeat(1 << 20),
      `linux(${'%'.repeat(1 << 20)})/x`,
      '/'.repeat(1 << 20),
    ]) {
      const start = process.cpuUsage();
      parsePlatform(text);
      const { user } = process.cpuUsage(start);
      assert.ok(user < 500_000, `${user} µs of processor time for ${text.slice(0, 20)}…`);
    }
  });
});

function anyPlatform(): fc.Arbitrary<Platform> {
  const variant = fc.oneof(
    fc.constantFrom('', 'v1', 'v3', 'v8', '8', 'v8.2', 'v9', 'v9.7', 'v9.8', '-3', 'V7'),
    fc.string(),
  );
  return fc.record(
    {
      os: fc.oneof(fc.constantFrom('', 'linux', 'windows', 'macos'), fc.string()),
      architecture: fc.oneof(
        fc.constantFrom('amd64', 'x86_64', 'i386', 'arm', 'armhf', 'arm64', 'aarch64'),
        fc.string(),
      ),
      variant,
      osVersion: fc.oneof(
        fc.constantFrom('', '10.0.17763', '10.0.20348.1', '10.0.26100', '1.2'),
        fc.string(),
      ),
      osFeatures: fc.array(fc.oneof(fc.constantFrom('win32k', 'a', 'b'), fc.string()), { maxLength: 3 }),
    },
    { requiredKeys: ['os', 'architecture'] },
  );
}

function specifier(): fc.Arbitrary<string> {
  const os = fc.constantFrom(
    'linux',
    'Linux',
    'macos',
    'windows(10.0.17763)',
    'windows(1+b+a+a)',
    'linux(+a)',
    'windows(%2B)',
    'x',
    'arm64',
    'armhf',
  );
  const part = fc.constantFrom(
    '',
    '/arm64',
    '/arm',
    '/armhf',
    '/x86_64',
    '/v8',
    '/8',
    '/V7',
    '/v1',
    '/x',
    '/',
    '/é',
    '(',
  );
  return fc.tuple(os, part, part).map((parts) => parts.join(''));
}
