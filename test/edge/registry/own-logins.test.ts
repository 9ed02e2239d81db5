import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { ownLogins, type OwnLogins } from '../../../src/edge/registry/own-logins.ts';
import { parseOwnConfig, storedLogin } from '../../../src/edge/registry/own-config.ts';

const auth = (user: string, password: string): string =>
  Buffer.from(`${user}:${password}`).toString('base64');

/** Logins as `user:password`, from a home with these files and these helpers (shell scripts). */
async function inHome(
  files: Readonly<Record<string, unknown>>,
  images: readonly string[],
  options: {
    readonly helpers?: Readonly<Record<string, string>>;
    readonly timeout?: number;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<{ readonly found: readonly (readonly string[])[]; readonly own: OwnLogins }> {
  const home = mkdtempSync(join(tmpdir(), 'home-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), typeof content === 'string' ? content : JSON.stringify(content));
    }
    for (const [name, script] of Object.entries(options.helpers ?? {})) {
      const path = join(home, `docker-credential-${name}`);
      writeFileSync(path, `#!/bin/sh\n${script}\n`);
      chmodSync(path, 0o755);
    }
    const env = { HOME: home, PATH: `${home}${delimiter}${process.env['PATH'] ?? ''}`, ...options.env };
    const own = await ownLogins(images, { env, helperTimeout: options.timeout ?? 5000 });
    const found = images.map((image) =>
      (own.logins.get(image) ?? []).map(({ login }) => `${login.username}:${login.password.reveal()}`),
    );
    return { found, own };
  } finally {
    rmSync(home, { recursive: true });
  }
}

suite('what stands in files', () => {
  test("Docker's file, by host and for Docker Hub under its old name", async () => {
    const config = {
      auths: {
        'https://index.docker.io/v1/': { auth: auth('me', 'hub-horse') },
        'registry.example.com:5000': { auth: auth('me', 'own:horse') },
        'https://quay.io': { username: 'me', password: 'quay-horse' },
        'ghcr.io': {},
      },
    };
    const { found, own } = await inHome({ '.docker/config.json': config }, [
      'nginx',
      'registry.example.com:5000/team/app',
      'quay.io/team/app:v1',
      'ghcr.io/team/app',
      'Bad/Name',
    ]);
    assert.deepEqual(found, [['me:hub-horse'], ['me:own:horse'], ['me:quay-horse'], [], []]);
    assert.deepEqual(own.blindSpots, []);
    const [login] = own.logins.get('nginx') ?? [];
    assert.deepEqual([login?.source, login?.kubelets], ['your own login for docker.io', false]);
    for (const text of [JSON.stringify([...own.logins]), inspect(own, { depth: 9 })])
      assert.doesNotMatch(text, /horse/u);
  });

  test("an identity token goes by the helpers' name for it", async () => {
    const config = { auths: { 'shop.azurecr.io': { auth: auth('0', ''), identitytoken: 'refresh' } } };
    assert.deepEqual((await inHome({ '.docker/config.json': config }, ['shop.azurecr.io/app'])).found, [
      ['<token>:refresh'],
    ]);
  });

  test("Podman's file, where the longest path counts", async () => {
    const config = {
      auths: {
        'quay.io': { auth: auth('a', '1') },
        'quay.io/team': { auth: auth('b', '2') },
        'quay.io/te': { auth: auth('c', '3') },
      },
    };
    const files = { '.config/containers/auth.json': config };
    assert.deepEqual((await inHome(files, ['quay.io/team/app', 'quay.io/other/app'])).found, [
      ['b:2'],
      ['a:1'],
    ]);
  });

  test('both files, the same login once', async () => {
    const config = { auths: { 'quay.io': { auth: auth('a', '1') } } };
    const files = { '.docker/config.json': config, '.config/containers/auth.json': config };
    assert.deepEqual((await inHome(files, ['quay.io/team/app'])).found, [['a:1']]);
  });

  test('no file is no blind spot, a broken one is, and is not quoted', async () => {
    assert.deepEqual((await inHome({}, ['nginx'])).own.blindSpots, []);
    const { own } = await inHome({ '.docker/config.json': '{"auths": secret-horse' }, ['nginx']);
    assert.equal(own.blindSpots[0]?.why, 'the file is no JSON object');
    assert.doesNotMatch(JSON.stringify(own.blindSpots), /horse/u);
  });
});

suite('credential helpers', { skip: process.platform === 'win32' }, () => {
  const answer = `read server; printf '{"ServerURL":"%s","Username":"me","Secret":"from-%s"}' "$server" "$server"`;

  test('one for all, and one for a registry', async () => {
    const config = { credsStore: 'all', credHelpers: { 'ghcr.io': 'one' } };
    const helpers = { all: answer, one: `echo '{"Username":"one","Secret":"s"}'` };
    const { found } = await inHome(
      { '.docker/config.json': config },
      ['nginx', 'quay.io/a/b', 'ghcr.io/a/b'],
      { helpers },
    );
    assert.deepEqual(found, [['me:from-https://index.docker.io/v1/'], ['me:from-quay.io'], ['one:s']]);
  });

  test('is asked about a server once', async () => {
    const config = { credsStore: 'all' };
    const helpers = {
      all: `echo x >> "$HOME/asked"; echo '{"Username":"u","Secret":"'$(wc -l < "$HOME/asked")'"}'`,
    };
    const { found } = await inHome({ '.docker/config.json': config }, ['quay.io/a/b', 'quay.io/c/d'], {
      helpers,
    });
    assert.deepEqual(found, [['u:1'], ['u:1']]);
  });

  test('that knows nothing leaves it to the file', async () => {
    const config = { credsStore: 'all', auths: { 'quay.io': { auth: auth('a', '1') } } };
    const helpers = { all: 'echo "credentials not found in native keychain"; exit 1' };
    const { found, own } = await inHome({ '.docker/config.json': config }, ['quay.io/a/b'], { helpers });
    assert.deepEqual([found, own.blindSpots], [[['a:1']], []]);
  });

  const failures: readonly (readonly [string, string, RegExp])[] = [
    ['fails', 'echo secret-horse; exit 3', /failed \(exit status 3\)/u],
    ['hangs', 'sleep 30', /did not answer within 0\.2 s/u],
    ['prints without end', 'yes secret-horse', /prints without end/u],
    ['prints something else', 'echo secret-horse', /printed no login/u],
  ];
  for (const [name, script, why] of failures) {
    test(`that ${name} is a blind spot, without what it printed`, async () => {
      const timeout = name === 'hangs' ? 200 : 5000;
      const { own } = await inHome({ '.docker/config.json': { credsStore: 'bad' } }, ['quay.io/a/b'], {
        helpers: { bad: script },
        timeout,
      });
      assert.match(own.blindSpots[0]?.why ?? '', why);
      assert.doesNotMatch(JSON.stringify(own.blindSpots), /horse/u);
    });
  }

  test('that is not there, or has a name that leads elsewhere', async () => {
    for (const credsStore of ['nowhere-to-be-found', '../../bin/sh', 'a b', '']) {
      const { own } = await inHome({ '.docker/config.json': { credsStore } }, ['quay.io/a/b']);
      assert.equal(own.blindSpots.length, credsStore === '' ? 0 : 1, credsStore);
    }
  });
});

test('any file is read', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc
          .record({ auths: fc.dictionary(fc.string(), fc.jsonValue()), credHelpers: fc.jsonValue() })
          .map((value) => JSON.stringify(value)),
      ),
      (text) => {
        const config = parseOwnConfig(text);
        if (config !== undefined) storedLogin(config, 'quay.io/team/app');
      },
    ),
  );
});
