import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
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

suite('specifiers', () => {
  const readings: readonly (readonly [specifier: string, formatted: string | undefined])[] = [
    ['linux/amd64', 'linux/amd64'],
    ['linux/x86_64', 'linux/amd64'],
    ['linux/amd64/v1', 'linux/amd64'],
    ['linux/amd64/v2', 'linux/amd64/v2'],
    ['Linux/AArch64', 'linux/arm64'],
    ['linux/arm64/v8', 'linux/arm64/v8'],
    ['linux/arm64/8', 'linux/arm64/v8'],
    ['linux/arm', 'linux/arm'],
    ['linux/arm/7', 'linux/arm/v7'],
    ['linux/armel', 'linux/arm/v6'],
    ['linux/i386', 'linux/386'],
    ['macos/arm64', 'darwin/arm64'],
    ['arm64', 'linux/arm64'],
    ['windows', 'windows/amd64'],
    ['linux/unheard-of', 'linux/unheard-of'],
    ['windows(10.0.17763)/amd64', 'windows(10.0.17763)/amd64'],
    ['windows(10.0.17763+win32k)/amd64', 'windows(10.0.17763+win32k)/amd64'],
    ['linux(%2B+b+a)/amd64', 'linux(%2B+a+b)/amd64'],
    ['', undefined],
    ['unheard-of', undefined],
    ['linux/', undefined],
    ['linux/*', undefined],
    ['linux/arm64/v8/x', undefined],
    ['windows(10.0.17763/amd64', undefined],
    ['windows(1%zz)/amd64', undefined],
  ];
  for (const [specifier, formatted] of readings) {
    test(`${JSON.stringify(specifier)} is ${formatted ?? 'no platform'}`, () => {
      const platform = parsePlatform(specifier);
      assert.equal(platform && formatPlatform(platform), formatted);
    });
  }

  test('what is left out comes from the host', () => {
    const host = { os: 'windows', architecture: 'arm64' };
    assert.deepEqual(parsePlatform('linux', host), { os: 'linux', architecture: 'arm64' });
    assert.deepEqual(parsePlatform('amd64', host), { os: 'windows', architecture: 'amd64' });
    assert.deepEqual(normalizePlatform({ os: '', architecture: 'armhf' }, 'darwin'), {
      os: 'darwin',
      architecture: 'arm',
      variant: 'v7',
    });
  });

  test('a platform without an operating system is unknown', () => {
    assert.equal(formatPlatform({ os: '', architecture: 'amd64' }), 'unknown');
  });
});

suite('which entries of an index a node takes', () => {
  const cases: readonly (readonly [
    node: string,
    offered: string,
    containerd: boolean,
    containersImage: boolean,
  ])[] = [
    ['linux/amd64', 'linux/amd64', true, true],
    ['linux/amd64', 'linux/arm64', false, false],
    ['linux/amd64', 'windows/amd64', false, false],
    ['linux/amd64', 'linux/386', true, false],
    ['linux/386', 'linux/amd64', false, false],
    ['linux/amd64', 'linux/amd64/v2', false, false],
    ['linux/amd64/v3', 'linux/amd64/v2', true, false],
    ['linux/amd64/v3', 'linux/amd64/v4', false, false],
    ['linux/arm64', 'linux/arm64/v8', true, true],
    ['linux/arm64', 'linux/arm/v7', true, false],
    ['linux/arm64', 'linux/arm64/v9', false, false],
    ['linux/arm64/v9.2', 'linux/arm64/v8.7', true, false],
    ['linux/arm64/v9.2', 'linux/arm64/v8.8', false, false],
    ['linux/arm/v7', 'linux/arm/v6', true, true],
    ['linux/arm/v6', 'linux/arm/v7', false, false],
    ['linux/arm/v6', 'linux/arm64/v8', false, false],
    ['linux/arm64', 'unknown/unknown', false, false],
    ['windows(10.0.17763.1)/amd64', 'windows(10.0.17763.9)/amd64', true, true],
    ['windows(10.0.17763.1)/amd64', 'windows(10.0.20348.1)/amd64', false, true],
    ['windows(10.0.20348.1)/amd64', 'windows(10.0.17763.1)/amd64', false, true],
    ['windows(10.0.26100.1)/amd64', 'windows(10.0.20348.1)/amd64', true, true],
    ['windows(10.0.26100.1)/amd64', 'windows/amd64', true, true],
    ['windows/amd64', 'windows(10.0.17763+win32k)/amd64', true, true],
    ['linux/amd64', 'linux(+win32k)/amd64', false, true],
  ];
  for (const [nodeText, offeredText, containerd, containersImage] of cases) {
    test(`${offeredText} on ${nodeText}`, () => {
      const [node, offered] = [platformOf(nodeText), platformOf(offeredText)];
      assert.equal(platformMatches(offered, node), containerd, 'containerd');
      assert.equal(containersImageMatches(offered, node), containersImage, 'CRI-O');
    });
  }

  test('an entry that declares no platform is not passed over', () => {
    const node = { os: 'linux', architecture: 's390x' };
    assert.equal(platformMatches(undefined, node), true);
    assert.equal(containersImageMatches(undefined, node), true);
  });

  test('an entry without an operating system is for the node that reads it', () => {
    const entry = { os: '', architecture: 'amd64' };
    assert.equal(platformMatches(entry, { os: 'windows', architecture: 'amd64' }), true);
    assert.equal(containersImageMatches(entry, { os: 'linux', architecture: 'amd64' }), false);
  });
});

function platformOf(specifier: string): Platform {
  const platform = parsePlatform(specifier);
  assert.ok(platform, specifier);
  return platform;
}
