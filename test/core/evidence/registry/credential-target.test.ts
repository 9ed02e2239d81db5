import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { addressKind } from '../../../../src/core/evidence/registry/address-kind.ts';
import {
  isForbiddenTarget,
  mayReceiveCredentials,
  type Origin,
} from '../../../../src/core/evidence/registry/credential-target.ts';

test('kinds of addresses', () => {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    public: [
      '93.184.216.34',
      '2606:2800:220:1::1',
      '172.15.0.1',
      '172.32.0.1',
      '100.63.0.1',
      '::ffff:93.184.216.34',
      '64:ff9b::5db8:d822',
      '2002:5db8:d822::1',
    ],
    private: [
      '10.1.2.3',
      '172.16.0.1',
      '192.168.0.1',
      '100.64.0.1',
      '198.18.0.1',
      'fd12::1',
      'fec0::1',
      '::ffff:10.0.0.1',
      '64:ff9b::a00:1',
      '2002:a00:1::',
    ],
    loopback: ['127.0.0.1', '127.255.255.255', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1'],
    'link-local': ['169.254.1.1', 'fe80::1', 'fe80::1%eth0', 'febf::1', '::ffff:169.254.9.9'],
    metadata: [
      '169.254.169.254',
      '169.254.170.2',
      '100.100.100.200',
      '168.63.129.16',
      'fd00:ec2::254',
      'fd00:ec2::23',
      'fd20:ce::254',
      '::ffff:169.254.169.254',
      '::ffff:a9fe:a9fe',
      '64:ff9b::a9fe:a9fe',
      '2002:a9fe:a9fe::',
    ],
    unspecified: ['0.0.0.0', '0.1.2.3', '::', '224.0.0.1', '255.255.255.255', 'ff02::1'],
  };
  for (const [kind, addresses] of Object.entries(kinds)) {
    for (const address of addresses) assert.equal(addressKind(address), kind, address);
  }
  for (const name of [
    '',
    'example.com',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '::1::',
    '1:2:3:4:5:6:7:8:9',
    'g::1',
    '[::1]',
    '0x7f.1',
  ]) {
    assert.equal(addressKind(name), undefined, name);
  }
});

suite('where credentials may go', () => {
  const https = (host: string, port = 443): Origin => ({ scheme: 'https', host, port });
  const http = (host: string, port = 80): Origin => ({ scheme: 'http', host, port });
  const cases: readonly (readonly [string, Origin, Origin, boolean])[] = [
    ['the registry itself', https('reg.example.com'), https('reg.example.com'), true],
    ['a token server announced over TLS', https('reg.example.com'), https('auth.example.com'), true],
    ['a token server without TLS', https('reg.example.com'), http('auth.example.com'), false],
    ['the same host without TLS', https('reg.example.com'), http('reg.example.com'), false],
    ['a registry without TLS', http('reg.example.com', 5000), http('reg.example.com', 5000), true],
    ['its own host at another port', http('reg.example.com', 5000), http('reg.example.com', 5001), true],
    [
      'another host that plain HTTP announced',
      http('reg.example.com', 5000),
      https('auth.example.com'),
      false,
    ],
  ];
  for (const [name, from, to, may] of cases) {
    test(name, () => assert.equal(mayReceiveCredentials(from, to), may));
  }

  test('never to another host without TLS', () => {
    const origin = fc.record({
      scheme: fc.constantFrom('http' as const, 'https' as const),
      host: fc.constantFrom('a', 'b', 'c'),
      port: fc.constantFrom(80, 443, 5000),
    });
    fc.assert(
      fc.property(origin, origin, (from, to) => {
        if (!mayReceiveCredentials(from, to)) return;
        assert.ok(to.host === from.host || (from.scheme === 'https' && to.scheme === 'https'));
        assert.ok(!(from.scheme === 'https' && to.scheme === 'http'));
      }),
    );
  });
});

suite('where a registry may send us', () => {
  const named = (address: string, scheme: 'http' | 'https' = 'https') => ({ address, scheme, named: true });
  const literal = (address: string) => ({ address, scheme: 'https' as const, named: false });
  const out = ['93.184.216.34'];
  const inside = ['10.0.0.5'];
  const here = ['127.0.0.1'];

  test('out there: nowhere but out there', () => {
    assert.equal(isForbiddenTarget(named('1.1.1.1'), out), false);
    for (const address of [
      '127.0.0.1',
      '::1',
      '169.254.9.9',
      'fe80::1',
      '0.0.0.0',
      '169.254.169.254',
      '100.100.100.200',
    ]) {
      assert.equal(isForbiddenTarget(named(address), out), true, address);
    }
    assert.equal(isForbiddenTarget(literal('10.0.0.1'), out), true);
    assert.equal(isForbiddenTarget(named('10.0.0.1', 'http'), out), true);
    // A private endpoint, whose name TLS will check.
    assert.equal(isForbiddenTarget(named('10.0.0.1'), out), false);
  });

  test('from inside: also inside, but not to this machine', () => {
    assert.equal(isForbiddenTarget(literal('10.9.9.9'), inside), false);
    assert.equal(isForbiddenTarget(named('127.0.0.1'), inside), true);
    assert.equal(isForbiddenTarget(literal('192.168.1.1'), here), false);
    assert.equal(isForbiddenTarget(literal('127.0.0.2'), here), false);
  });

  test('from nowhere to where clouds keep credentials', () => {
    for (const from of [out, inside, here, ['169.254.169.254'], []]) {
      assert.equal(isForbiddenTarget(named('169.254.169.254'), from), true);
      assert.equal(isForbiddenTarget(named('fd00:ec2::254'), from), true);
    }
  });

  test('what is no address at all', () => {
    assert.equal(isForbiddenTarget(named('example.com'), out), true);
  });
});
