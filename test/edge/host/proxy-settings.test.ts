import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  proxyAddress,
  proxyFor,
  proxyName,
  readProxySettings,
} from '../../../src/edge/host/proxy-settings.ts';

type Row = readonly [address: string, noProxy: string, isProxied: boolean];

/** What golang.org/x/net/http/httpproxy decides; each row was run through it. */
const ROWS: readonly Row[] = [
  ['https://registry.example', '', true],
  ['https://registry.example', '*', false],
  ['https://registry.example', 'a.example, *', false],
  ['https://registry.example', 'registry.example', false],
  ['https://REGISTRY.example', 'registry.EXAMPLE', false],
  ['https://eu.registry.example', 'registry.example', false],
  ['https://myregistry.example', 'registry.example', true],
  ['https://registry.example', '.registry.example', true],
  ['https://eu.registry.example', '.registry.example', false],
  ['https://eu.registry.example', '*.registry.example', false],
  ['https://registry.example', '*.registry.example', true],
  ['https://registry.example:5000', 'registry.example:5000', false],
  ['https://registry.example', 'registry.example:5000', true],
  ['https://registry.example', 'registry.example:443', false],
  ['https://registry.example', ' other.example , registry.example ', false],
  ['https://registry.example', ',,:5000,', true],
  ['https://10.1.2.3', '10.0.0.0/8', false],
  ['https://11.1.2.3', '10.0.0.0/8', true],
  ['https://10.1.2.3', '10.1.2.3', false],
  ['https://10.1.2.3', '10.1.2.3:6443', true],
  ['https://10.1.2.3:6443', '10.1.2.3:6443', false],
  ['https://10.1.2.3', '10.1.2.0/33', true],
  ['https://10.1.2.3', '.3', true],
  ['https://[fd00::1]', 'fd00::/8', false],
  ['https://[fd00::1]:6443', '[fd00::1]:6443', false],
  ['https://[fd00::1]', 'fd00::1', false],
  ['https://[fe80::1]', 'fd00::/8', true],
  ['https://localhost:6443', '', false],
  ['https://127.0.0.1', '', false],
  ['https://127.9.9.9', '', false],
  ['https://[::1]:6443', '', false],
  ['https://[::ffff:127.0.0.1]', '', false],
  ['https://[::ffff:10.0.0.1]', '10.0.0.0/8', false],
  ['https://128.0.0.1', '', true],
  ['https://localhost.example', '', true],
  ['http://registry.example', '', true],
];

suite('proxies of the environment', () => {
  for (const [address, noProxy, isProxied] of ROWS) {
    test(`${address} with NO_PROXY=${noProxy}`, () => {
      const env = { HTTPS_PROXY: 'http://p:3128', HTTP_PROXY: 'http://p:3128', NO_PROXY: noProxy };
      assert.equal(
        proxyFor(readProxySettings(env), addressOf(address)),
        isProxied ? 'http://p:3128' : undefined,
      );
    });
  }

  const asked = addressOf('https://registry.example');
  const plain = addressOf('http://registry.example');

  test('are named in capitals first, and in small letters', () => {
    assert.equal(proxyFor(readProxySettings({ https_proxy: 'http://small:1' }), asked), 'http://small:1');
    const both = readProxySettings({ HTTPS_PROXY: 'http://big:1', https_proxy: 'http://small:1' });
    assert.equal(proxyFor(both, asked), 'http://big:1');
    const empty = readProxySettings({ HTTPS_PROXY: '', https_proxy: 'http://small:1' });
    assert.equal(proxyFor(empty, asked), 'http://small:1');
    const except = readProxySettings({ https_proxy: 'http://small:1', no_proxy: 'example' });
    assert.equal(proxyFor(except, asked), undefined);
  });

  test('are one for https and one for http, and none for both', () => {
    const settings = readProxySettings({ HTTPS_PROXY: 'http://s:1', ALL_PROXY: 'http://all:1' });
    assert.equal(proxyFor(settings, asked), 'http://s:1');
    assert.equal(proxyFor(settings, plain), undefined);
    assert.equal(proxyFor(readProxySettings({ HTTP_PROXY: 'http://h:1' }), asked), undefined);
  });

  test('leave HTTP_PROXY out in a CGI program, where a client sets it', () => {
    assert.equal(proxyFor(readProxySettings({ HTTP_PROXY: 'http://h:1' }), plain), 'http://h:1');
    const cgi = readProxySettings({ HTTP_PROXY: 'http://h:1', REQUEST_METHOD: 'GET' });
    assert.equal(proxyFor(cgi, plain), undefined);
  });

  test('are http without a scheme, and nothing when they are no address', () => {
    assert.equal(proxyAddress('proxy.example:3128'), 'http://proxy.example:3128');
    assert.equal(proxyAddress('socks5://proxy.example'), 'socks5://proxy.example');
    assert.equal(proxyAddress(''), undefined);
    assert.equal(proxyAddress('http://%%%'), undefined);
  });

  test('are never said with their password', () => {
    assert.equal(proxyName('http://dana:s3cret-word@proxy.example:3128/x?y'), 'http://proxy.example:3128');
    assert.equal(proxyName('no address'), 'the proxy');
  });
});

function addressOf(text: string): { readonly scheme: string; readonly host: string; readonly port: number } {
  const url = new URL(text);
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { scheme: url.protocol, host: url.hostname, port };
}
