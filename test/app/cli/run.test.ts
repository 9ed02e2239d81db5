import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parse } from 'yaml';
import { run } from '../../../src/app/cli/run.ts';
import { version } from '../../../src/app/version.ts';
import { playedIo, type Stage } from './played-io.ts';

async function play(
  args: readonly string[],
  stage: Stage = {},
): Promise<{ code: number; out: string; err: string }> {
  const played = playedIo(stage);
  const code = await run(args, played.io);
  return { code, out: played.stdout(), err: played.stderr() };
}

/** A pod that waits for an image that is not there, as the API gives it. */
function stuckPod(namespace: string, name: string, image = 'registry.example.com/team/app:v2'): object {
  const message = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, uid: `uid-${namespace}-${name}`, creationTimestamp: '2026-11-20T10:00:00Z' },
    spec: { nodeName: 'node-1', containers: [{ name: 'app', image }] },
    status: {
      phase: 'Pending',
      startTime: '2026-11-20T10:00:00Z',
      containerStatuses: [
        { name: 'app', image, imageID: '', state: { waiting: { reason: 'ErrImagePull', message } } },
      ],
    },
  };
}

function list(...items: readonly object[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

suite('diagnose', () => {
  const stdin = list(stuckPod('shop', 'web'), stuckPod('pay', 'api'));

  test('reads stdin, says what it found, exits 1', async () => {
    const { code, out, err } = await play(['-f', '-'], { stdin });
    assert.equal(code, 1);
    assert.equal(err, '');
    assert.match(out, /registry\.example\.com\/team\/app:v2/);
    assert.match(out, /as of 2026-11-20 10:00:00 UTC/);
  });

  test('takes one namespace, or all of them when both are asked for', async () => {
    const names = async (...flags: readonly string[]): Promise<string> =>
      (await play(['-f', '-', '-o', 'name', ...flags], { stdin })).out;
    assert.equal(await names('-n', 'shop'), 'pod/web\n');
    assert.deepEqual((await names()).split('\n').toSorted(), ['', 'pay/pod/api', 'shop/pod/web']);
    assert.equal((await names('-n', 'shop', '-A')).split('\n').length, 3);
  });

  test('takes targets before and after the flags', async () => {
    for (const args of [
      ['pod/web', '-f', '-', '-o', 'name'],
      ['-f', '-', '-o', 'name', 'pod', 'web'],
      ['diagnose', '-f', '-', '-o', 'name', 'web'],
    ]) {
      const { code, out } = await play(args, { stdin });
      assert.match(out, /^(?:shop\/)?pod\/web\n$/u, args.join(' '));
      assert.equal(code, 1);
    }
  });

  test('exits 3 when a target is not there, and says so', async () => {
    const { code, out } = await play(['pod/nobody', '-f', '-'], { stdin });
    assert.equal(code, 3);
    assert.match(out, /^! pod\/nobody/);
    assert.ok(!out.includes('✓'));
  });

  test('exits 0 when nothing fails', async () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'shop', name: 'ok', uid: 'u' },
      status: { phase: 'Running' },
    };
    const { code, out } = await play(['-f', '-', '-n', 'shop'], { stdin: list(pod) });
    assert.equal(code, 0);
    assert.match(out, /^✓ no failing image pulls in namespace shop \(1 pod looked at/m);
  });

  test('gives the same report as JSON and as YAML', async () => {
    const json: unknown = JSON.parse((await play(['-f', '-', '-o', 'json'], { stdin })).out);
    const yaml: unknown = parse((await play(['-f', '-', '-o', 'yaml'], { stdin })).out);
    assert.deepEqual(yaml, json);
    assert.equal((json as { kind: string }).kind, 'Report');
  });

  test('gives Markdown', async () => {
    assert.match((await play(['-f', '-', '-o', 'markdown'], { stdin })).out, /^## Image pulls: 1 finding\n/);
  });

  test('refuses what it cannot read, in one line', async () => {
    for (const args of [['-f', '/no/such/file'], ['-f', '-'], []]) {
      const { code, out, err } = await play(args, { stdin: 'garbage\u0000\u0001' });
      assert.equal(code, 2, args.join(' '));
      assert.equal(out, '');
      assert.match(err, /^error: [^\n]+\n$/u);
    }
  });

  test('finds a wrong flag before it reads anything', async () => {
    const { code, err } = await play(['-f', '/no/such/file', '--width', '3']);
    assert.equal(code, 2);
    assert.match(err, /--width/);
  });

  test('without a cluster says where was looked, and what works without one', async () => {
    const { code, err } = await play(['deploy/web']);
    assert.equal(code, 2);
    assert.match(err, /^error: no kubeconfig was found, .* -f PATH\n$/);
    assert.match(
      (await play(['explian', 'x'])).err,
      /^hint: did you mean the command explain\?\nerror: no kubeconfig/,
    );
    assert.doesNotMatch((await play(['diagnose', 'explian'])).err, /hint/);
  });
});

suite('everything else', () => {
  test('version, in the ways people ask for it', async () => {
    for (const args of [['version'], ['--version'], ['-V']]) {
      assert.deepEqual(await play(args), { code: 0, out: `pulldoctor ${version}\n`, err: '' });
    }
    const json = JSON.parse((await play(['version', '-o', 'json'])).out) as { version: string };
    assert.equal(json.version, version);
    assert.match((await play(['version', '-o', 'yaml'])).out, new RegExp(`^version: ${version}$`, 'mu'));
    assert.equal((await play(['version', 'pods'])).err, 'error: version takes flags only, not "pods"\n');
  });

  test('help at every level', async () => {
    const overview = (await play(['help'])).out;
    assert.equal((await play(['--help'])).out, overview);
    assert.equal((await play(['-h'])).out, overview);
    for (const command of ['diagnose', 'explain', 'collect', 'version', 'completion', 'help']) {
      const { code, out } = await play([command, '--help']);
      assert.equal(code, 0);
      assert.match(out, /^Usage:$/m);
      assert.match(out, /^Examples:$/m);
      assert.equal((await play(['help', command])).out, out);
      assert.match(overview, new RegExp(`^ {2}${command} `, 'mu'));
    }
  });

  test('help calls the program as it was called, and leaves file names alone', async () => {
    const { out } = await play(['completion', '--help'], { program: 'kubectl pulldoctor' });
    assert.match(out, /^ {2}source <\(kubectl pulldoctor completion bash\)$/m);
    assert.match(out, /"\$\{fpath\[1\]\}\/_pulldoctor"$/m);
  });
});

suite('a bug', () => {
  const secret = 'hunter2-canary';
  const broken = (): ReturnType<typeof playedIo> => {
    const played = playedIo();
    const io = {
      ...played.io,
      stdin: {
        isTerminal: false,
        chunks: () => {
          throw new TypeError(secret);
        },
      },
    };
    return { ...played, io };
  };

  test('is 70 and one line: what to report, and nothing that was being read', async () => {
    const played = broken();
    assert.equal(await run(['explain'], played.io), 70);
    assert.match(
      played.stderr(),
      new RegExp(
        `^pulldoctor: a bug in pulldoctor \\(TypeError; Node v.*; pulldoctor ${version}\\)\\. Please report .*\\n$`,
        'u',
      ),
    );
    assert.equal(played.stdout(), '');
  });

  test('shows where it happened only when asked, and never the message', async () => {
    const played = broken();
    const io = { ...played.io, env: { PULLDOCTOR_DEBUG: '1' } };
    assert.equal(await run(['explain'], io), 70);
    assert.match(played.stderr(), /^ {4}at /m);
    assert.ok(!played.stderr().includes(secret));
  });
});
