import assert from 'node:assert/strict';
import { request, type RequestOptions } from 'node:https';
import { suite, test, type TestContext } from 'node:test';
import { proxyAgent } from '../../../src/edge/host/proxy-agent.ts';
import { proxyFaultOf } from '../../../src/edge/host/proxy-fault.ts';
import { certificate, clientName, closedPort, tcpServer, tlsServer } from '../cluster/stand-in-server.ts';
import { connectProxy, socksProxy } from './stand-in-proxy.ts';

const PASSWORD = 'canary-of-the-proxy';
const tls = { ca: certificate('ca.crt') };
/** A name only the proxies know. */
const host = 'api.cluster.example';
const names = { [host]: '127.0.0.1' };

async function ask(
  t: TestContext,
  proxy: string,
  options: RequestOptions,
  agentTls: object = tls,
): Promise<string> {
  const agent = await proxyAgent(proxy, { tls: agentTls, keepAlive: true, maxSockets: 2 });
  t.after(() => agent.destroy());
  return new Promise((resolve, reject) => {
    const asked = request({ host, path: '/version', agent, ...options }, (response) => {
      response.setEncoding('utf8');
      response.on('data', resolve);
    });
    asked.on('error', reject);
    asked.end();
  });
}

suite('proxyAgent', () => {
  test('reaches a host through CONNECT, by a name only the proxy knows', async (t) => {
    const server = await tlsServer(t, (_, response) => response.end('here'));
    const proxy = await connectProxy(t, { names });
    assert.equal(await ask(t, `http://127.0.0.1:${proxy.port}`, { port: server.port }), 'here');
    assert.match(proxy.asked[0] ?? '', new RegExp(`^CONNECT ${host}:${server.port} HTTP/1.1\r\n`));
    assert.doesNotMatch(proxy.asked[0] ?? '', /authorization/i);
  });

  test('shows the login in its URL to the proxy', async (t) => {
    const server = await tlsServer(t, (_, response) => response.end('here'));
    const proxy = await connectProxy(t, { names });
    const url = `http://dana:${PASSWORD}%21@127.0.0.1:${proxy.port}`;
    assert.equal(await ask(t, url, { port: server.port }), 'here');
    const login = Buffer.from(`dana:${PASSWORD}!`).toString('base64');
    assert.match(proxy.asked[0] ?? '', new RegExp(`Proxy-Authorization: Basic ${login}`));
  });

  test('speaks TLS to an https proxy, and shows it no client certificate', async (t) => {
    const server = await tlsServer(t, (request, response) => response.end(clientName(request)), {
      asksClient: true,
    });
    const proxy = await connectProxy(t, { names, tls: true });
    const mine = { ...tls, cert: certificate('client.crt'), key: certificate('client.key') };
    assert.equal(await ask(t, `https://127.0.0.1:${proxy.port}`, { port: server.port }, mine), 'dana');
  });

  test('reaches a host through SOCKS, which looks the name up', async (t) => {
    const server = await tlsServer(t, (_, response) => response.end('here'));
    for (const scheme of ['socks5', 'socks5h']) {
      const proxy = await socksProxy(t, { names });
      assert.equal(await ask(t, `${scheme}://127.0.0.1:${proxy.port}`, { port: server.port }), 'here');
      assert.deepEqual(proxy.asked, [`${host}:${server.port}`]);
    }
    const proxy = await socksProxy(t, { names });
    await ask(t, `socks5://dana:${PASSWORD}@127.0.0.1:${proxy.port}`, { port: server.port });
    assert.deepEqual(proxy.asked, [`login dana ${PASSWORD}`, `${host}:${server.port}`]);
  });

  test('checks a certificate for the address that was asked, through every kind of proxy', async (t) => {
    const right = await tlsServer(t, (_, response) => response.end('here'), { name: 'server-other-name' });
    // Made out for localhost and 127.0.0.1, not for the address that is asked.
    const wrong = await tlsServer(t, (_, response) => response.end('there'));
    const address = '10.96.0.1';
    const leads = { names: { [address]: '127.0.0.1' } };
    const http = `http://127.0.0.1:${(await connectProxy(t, leads)).port}`;
    const socks = `socks5://127.0.0.1:${(await socksProxy(t, leads)).port}`;
    for (const proxy of [http, socks]) {
      assert.equal(await ask(t, proxy, { host: address, port: right.port }), 'here');
      await assert.rejects(ask(t, proxy, { host: address, port: wrong.port }), {
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      });
    }
  });

  test('tells a proxy that refuses from an answer of the far end', async (t) => {
    const proxy = await connectProxy(t, { status: 407 });
    const fault = await faultOf(ask(t, `http://dana:${PASSWORD}@127.0.0.1:${proxy.port}`, { port: 1 }));
    assert.deepEqual([fault.code, fault.status], ['PROXY_REFUSED', 407]);
    assert.match(fault.message, /refused to connect \(HTTP 407\): it asks for a login/);
    const socks = await socksProxy(t, { reply: 2 });
    const refused = await faultOf(ask(t, `socks5://127.0.0.1:${socks.port}`, { port: 1 }));
    assert.equal(refused.code, 'PROXY_REFUSED');
  });

  test('a proxy that speaks something else has no status', async (t) => {
    const port = await tcpServer(t, (socket) => socket.end('hello, hello\r\n\r\n'));
    const fault = await faultOf(ask(t, `http://127.0.0.1:${port}`, { port: 1 }));
    assert.equal(fault.message, `the proxy http://127.0.0.1:${port} does not answer as a proxy does`);
  });

  test('tells a proxy that cannot be reached from a far end that cannot', async (t) => {
    const port = await closedPort();
    for (const scheme of ['http', 'https', 'socks5']) {
      const fault = await faultOf(ask(t, `${scheme}://dana:${PASSWORD}@127.0.0.1:${port}`, { port: 1 }));
      assert.equal(fault.code, 'PROXY_UNREACHABLE');
      assert.ok(fault.message.startsWith(`the proxy ${scheme}://127.0.0.1:${port} cannot be reached`));
    }
  });

  test('knows no other kind of proxy', async () => {
    const fault = await faultOf(proxyAgent(`ftp://dana:${PASSWORD}@proxy.example`));
    assert.equal(fault.message, 'ftp://proxy.example is no kind of proxy that is known here');
  });

  test('ends a connection to a proxy that says nothing, when its signal says so', async (t) => {
    const ending = new AbortController();
    const closed = new Promise<void>((resolve) => {
      void tcpServer(t, (socket) => {
        socket.on('data', () => ending.abort());
        socket.on('close', () => resolve());
      }).then(async (port) => {
        const agent = await proxyAgent(`http://127.0.0.1:${port}`, { signal: ending.signal });
        request({ host, port: 1, agent })
          .on('error', () => undefined)
          .end();
      });
    });
    await closed;
  });
});

async function faultOf(asked: Promise<unknown>): Promise<NonNullable<ReturnType<typeof proxyFaultOf>>> {
  const error: unknown = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const fault = proxyFaultOf(error);
  assert.ok(fault, `no fault of the proxy: ${String(error)}`);
  assert.ok(!JSON.stringify([fault.message, fault]).includes(PASSWORD));
  return fault;
}
