import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ImageProbe } from '../../../src/core/evidence/registry/image-probe.ts';
import { makeImage } from '../../../src/sandbox/registry/sandbox-image.ts';
import { sandboxNames } from '../../../src/sandbox/registry/sandbox-names.ts';
import {
  createRegistryProber,
  type RegistryProberOptions,
} from '../../../src/edge/registry/registry-prober.ts';
import { withRawServer } from './raw-server.ts';
import { AUTHORITY, inWorld, login, pair, question, steps } from './registry-world.ts';

const IMAGE = 'registry.example.com/team/app:v1';

async function probeAlone(options: Partial<RegistryProberOptions>, image = IMAGE): Promise<ImageProbe> {
  const prober = createRegistryProber({
    env: {},
    now: () => Date.now(),
    caFiles: [AUTHORITY],
    requestTimeout: 400,
    network: sandboxNames({}),
    ...options,
  });
  try {
    return await prober.probe(question(image, { logins: [login('ci', 'horse')] }));
  } finally {
    prober.close();
  }
}

suite('names', () => {
  test('a name that nobody has', async () => {
    const probe = await probeAlone({});
    assert.deepEqual(steps(probe), ['registry dns name-not-found']);
    assert.equal(probe.looks[0]?.failure?.says, 'lookup registry.example.com: no such host');
    assert.deepEqual(
      probe.trials.map(({ outcome }) => outcome),
      ['not-tried', 'not-tried'],
    );
  });

  test('a resolver that fails, and one that says nothing', async () => {
    const failing = {
      ...sandboxNames({}),
      resolve: () => Promise.reject(Object.assign(new Error('x'), { code: 'EAI_AGAIN' })),
    };
    const failed = await probeAlone({ network: failing });
    assert.deepEqual(steps(failed), ['registry dns name-unresolved']);
    assert.equal(failed.looks[0]?.failure?.says, 'lookup registry.example.com: server misbehaving');
    const silent = { ...sandboxNames({}), resolve: () => new Promise<never>(() => undefined) };
    assert.deepEqual(steps(await probeAlone({ network: silent })), ['registry dns name-unresolved']);
  });

  test('what is no image is a blind spot', async () => {
    const probe = await probeAlone({}, 'registry.example.com/Team/app');
    assert.deepEqual(probe.looks, []);
    assert.match(probe.blindSpots[0]?.why ?? '', /must be lowercase/u);
  });
});

suite('connections', () => {
  test('refused, by address', async () => {
    let port = 0;
    await withRawServer(
      () => undefined,
      (open) => {
        port = open;
        return Promise.resolve();
      },
    );
    const probe = await probeAlone({ network: sandboxNames({ 'registry.example.com': { port } }) });
    assert.deepEqual(steps(probe), ['registry dns ok', 'registry connect refused']);
    assert.deepEqual(
      [probe.looks[1]?.subject, probe.looks[1]?.failure?.says],
      ['203.0.113.1:443', 'dial tcp 203.0.113.1:443: connect: connection refused'],
    );
  });

  test('one address of two is enough, and both are told', async () => {
    await inWorld({}, async ({ registry }) => {
      registry.push('team/app', 'v1', makeImage());
      const network = {
        resolve: () => Promise.resolve(['2001:db8::1', '203.0.113.1']),
        dial: (address: string) =>
          address.includes(':')
            ? { host: '127.0.0.1', port: 1 }
            : { host: '127.0.0.1', port: registry.ports.registry },
      };
      const probe = await probeAlone({ network });
      assert.deepEqual(steps(probe).slice(0, 4), [
        'registry dns ok',
        'registry connect refused',
        'registry connect ok',
        'registry tls ok',
      ]);
      assert.equal(probe.looks[1]?.subject, '[2001:db8::1]:443');
      assert.deepEqual(probe.looks[0]?.addresses?.toSorted(), ['2001:db8::1', '203.0.113.1']);
    });
  });

  test('an address that says nothing does not keep the other waiting', async () => {
    await inWorld({}, async ({ registry }) => {
      registry.push('team/app', 'v1', makeImage());
      const network = {
        resolve: () => Promise.resolve(['203.0.113.9', '203.0.113.1']),
        // 240/4 is nobody's: packets to it get no answer, or the system refuses at once.
        dial: (address: string) =>
          address === '203.0.113.9'
            ? { host: '127.0.0.1', port: 9 }
            : { host: '127.0.0.1', port: registry.ports.registry },
      };
      assert.ok(steps(await probeAlone({ network })).includes('registry tls ok'));
    });
  });
});

suite('TLS', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'stranger',
      'tls-untrusted',
      'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ],
    ['expired', 'tls-expired', 'tls: failed to verify certificate: x509: certificate has expired'],
    [
      'too-early',
      'tls-not-yet-valid',
      'tls: failed to verify certificate: x509: certificate is not yet valid',
    ],
    [
      'other-name',
      'tls-hostname',
      'tls: failed to verify certificate: x509: certificate is not valid for registry.example.com',
    ],
  ];
  for (const [certificate, kind, says] of cases) {
    test(`${kind}: the certificate is shown, and nothing is sent`, async () => {
      await inWorld({ tls: pair(certificate) }, async ({ registry, probe }) => {
        const probed = await probe(IMAGE, { logins: [login('ci', 'horse')] });
        assert.deepEqual(steps(probed), ['registry dns ok', 'registry connect ok', `registry tls ${kind}`]);
        const [, , look] = probed.looks;
        assert.equal(look?.failure?.says, says);
        assert.equal(look?.certificate?.subject, certificate);
        assert.equal(
          look.certificate.issuer,
          certificate === 'stranger' ? 'nobody knows this authority' : 'pulldoctor registries',
        );
        assert.ok(look.certificate.notBefore < look.certificate.notAfter);
        assert.equal(registry.requests.length, 0);
      });
    });
  }

  test('a good certificate is shown too', async () => {
    await inWorld({}, async ({ registry, probe }) => {
      registry.push('team/app', 'v1', makeImage());
      const { looks } = await probe(IMAGE);
      const { certificate } = looks.find(({ kind }) => kind === 'tls') ?? {};
      assert.deepEqual([certificate?.subject, certificate?.notAfter], ['registry', Date.UTC(2120, 0, 1)]);
      assert.ok(certificate?.names.includes('*.example.com'));
    });
  });

  test('without the flag the authority is not trusted, with the system store neither', async () => {
    await inWorld({ prober: { caFiles: [] } }, async ({ registry, probe }) => {
      assert.ok(steps(await probe(IMAGE)).includes('registry tls tls-untrusted'));
      assert.equal(registry.requests.length, 0);
    });
  });

  test('a system that trusts the authority is enough', async () => {
    await inWorld(
      { prober: { caFiles: [], env: { SSL_CERT_FILE: AUTHORITY } } },
      async ({ registry, probe }) => {
        registry.push('team/app', 'v1', makeImage());
        assert.ok(steps(await probe(IMAGE)).includes('registry manifest HEAD 200'));
      },
    );
  });

  test('a server of something else', async () => {
    await withRawServer(
      (socket) => socket.end('SSH-2.0-OpenSSH_10.0\r\n'),
      async (port) => {
        const probe = await probeAlone({ network: sandboxNames({ 'registry.example.com': { port } }) });
        assert.equal(steps(probe)[2], 'registry tls plain-http');
      },
    );
  });

  test('a server that takes the connection and says nothing', async () => {
    await withRawServer(
      (socket) => socket.resume(),
      async (port) => {
        const probe = await probeAlone({ network: sandboxNames({ 'registry.example.com': { port } }) });
        assert.equal(steps(probe)[2], 'registry tls timeout');
      },
    );
  });

  test('a server that hangs up', async () => {
    await withRawServer(
      (socket) => socket.once('data', () => socket.end()),
      async (port) => {
        const probe = await probeAlone({ network: sandboxNames({ 'registry.example.com': { port } }) });
        assert.equal(steps(probe)[2], 'registry tls broken');
      },
    );
  });
});

suite('plain HTTP', () => {
  test('is told, and not spoken unless it is asked for', async () => {
    const { registry, close } = await plainRegistry();
    try {
      const network = sandboxNames({ 'registry.example.com': { port: registry.ports.registry } });
      const probe = await probeAlone({ network });
      assert.deepEqual(steps(probe).slice(2), ['registry tls plain-http']);
      assert.equal(
        probe.looks[2]?.failure?.says,
        'registry.example.com: http: server gave HTTP response to HTTPS client',
      );
      assert.equal(registry.requests.length, 0);
      const asked = await probeAlone({ network, plainHttp: true });
      assert.deepEqual(steps(asked), [
        'registry dns ok',
        'registry connect ok',
        'registry ping GET 200',
        'registry manifest HEAD 200',
        'registry manifest HEAD 200',
      ]);
    } finally {
      await close();
    }
  });

  test('at its own port, where nothing listens at that of TLS', async () => {
    const { registry, close } = await plainRegistry();
    try {
      const network = {
        resolve: () => Promise.resolve(['203.0.113.1']),
        dial: (_: string, port: number) => ({
          host: '127.0.0.1',
          port: port === 80 ? registry.ports.registry : 1,
        }),
      };
      const probe = await probeAlone({ network, plainHttp: true });
      assert.deepEqual(steps(probe).slice(0, 4), [
        'registry dns ok',
        'registry connect refused',
        'registry connect ok',
        'registry ping GET 200',
      ]);
    } finally {
      await close();
    }
  });

  test('is spoken to registries of this machine, as by containerd', async () => {
    const { registry, close } = await plainRegistry();
    try {
      const probe = await probeAlone({}, `127.0.0.1:${registry.ports.registry}/team/app:v1`);
      assert.deepEqual(steps(probe).slice(0, 3), [
        'registry connect ok',
        'registry ping GET 200',
        'registry manifest HEAD 200',
      ]);
      assert.equal(probe.looks[0]?.host.name, `127.0.0.1:${registry.ports.registry}`);
    } finally {
      await close();
    }
  });
});

async function plainRegistry() {
  const { startRegistry } = await import('../../../src/sandbox/registry/sandbox-registry.ts');
  const registry = await startRegistry({ auth: 'none' });
  registry.push('team/app', 'v1', makeImage());
  return { registry, close: () => registry.close() };
}

test('the clock of the registry', async () => {
  const hour = 3_600_000;
  await inWorld({ auth: 'none', prober: { now: () => Date.now() - hour } }, async ({ registry, probe }) => {
    registry.push('team/app', 'v1', makeImage());
    const { clockSkew = 0 } = await probe(IMAGE);
    assert.ok(Math.abs(clockSkew - hour) < 5000);
  });
  await inWorld({ auth: 'none' }, async ({ registry, probe }) => {
    registry.push('team/app', 'v1', makeImage());
    assert.equal((await probe(IMAGE)).clockSkew, undefined);
  });
});
