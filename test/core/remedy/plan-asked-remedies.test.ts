import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { CAUSES, type Cause } from '../../../src/core/diagnosis/cause.ts';
import type { Finding } from '../../../src/core/diagnosis/finding.ts';
import type { AskedWith } from '../../../src/core/remedy/asked-image.ts';
import { planAskedRemedies } from '../../../src/core/remedy/plan-asked-remedies.ts';
import { everyCommand } from './shell-words.ts';
import { sampleFinding } from './sample-finding.ts';

const IMAGE = 'registry.example.com/shop/web:v1.0.1';
const NOBODY: AskedWith = { how: [], who: [] };

const PROGRAMS: ReadonlySet<string> = new Set(
  'pulldoctor docker skopeo kubectl curl nslookup openssl env grep date helm'.split(' '),
);

function asked(cause: Cause, more: Partial<Finding> = {}): Finding {
  const { host: _, ...sample } = sampleFinding(cause);
  return { ...sample, pulls: [], images: [IMAGE], ...more };
}

function commandsOf(finding: Finding, how: AskedWith = NOBODY): readonly string[] {
  return planAskedRemedies(finding, how).flatMap(({ commands }) => commands);
}

suite('an image that was asked about by name', () => {
  test('has no pod, owner or node to change, whatever is wrong with it', () => {
    for (const cause of CAUSES) {
      const remedies = planAskedRemedies(asked(cause), NOBODY);
      const said = JSON.stringify(remedies);
      assert.doesNotMatch(said, /<NAMESPACE>|<POD>|<NAME>|<CONTAINER>|<NODE>|back-off|set image/u);
      assert.ok(remedies.length <= 3);
    }
  });

  test('is asked about in the same way with another tag', () => {
    const suggestions = [{ image: 'registry.example.com/shop/web:v1.0.0', why: '1 character away' }];
    const how = { how: ['--plain-http'], who: ['--secret', 'hub', '--namespace', 'shop'] };
    assert.deepEqual(commandsOf(asked('tag-not-found', { suggestions }), how), [
      'pulldoctor probe registry.example.com/shop/web:v1.0.0 --secret hub --namespace shop --plain-http',
      `docker push ${IMAGE}`,
    ]);
  });

  test('is asked about as somebody else where nobody was let in', () => {
    assert.deepEqual(commandsOf(asked('access-denied-ambiguous')), [
      `pulldoctor probe ${IMAGE} --as-me`,
      `pulldoctor probe ${IMAGE} --secret '<SECRET>'`,
    ]);
    const me = { how: [], who: ['--as-me'] };
    assert.deepEqual(commandsOf(asked('credentials-missing'), me), [
      `pulldoctor probe ${IMAGE} --secret '<SECRET>'`,
    ]);
  });

  test('and its login is written anew where it stands', () => {
    const rejected = asked('credentials-rejected');
    assert.deepEqual(commandsOf(rejected, { how: [], who: ['--as-me'] }), [
      'docker login registry.example.com',
      `pulldoctor probe ${IMAGE} --as-me`,
    ]);
    const secret = { namespace: 'shop', name: 'hub', key: 'registry.example.com' };
    const trials = [{ source: 's', anonymous: false, secret, outcome: 'rejected', kubelets: true } as const];
    assert.match(
      commandsOf({ ...rejected, trials })[0] ?? '',
      /^kubectl create secret docker-registry hub -n shop --docker-server=registry\.example\.com .*apply -f -$/u,
    );
    assert.deepEqual(commandsOf({ ...rejected, reason: 'login-not-needed' }, { how: [], who: ['--as-me'] }), [
      `pulldoctor probe ${IMAGE}`,
    ]);
  });

  test('and Docker Hub is logged in to by its own name', () => {
    const hub = asked('credentials-rejected', { images: ['acme/tool:7'] });
    assert.equal(
      commandsOf(hub, { how: [], who: ['--as-me'] })[0],
      'docker login https://index.docker.io/v1/',
    );
  });

  test('is corrected where that is clear, and moved where it is known to have moved', () => {
    const capital = asked('invalid-reference', { images: ['shop/Web:1'] });
    assert.deepEqual(commandsOf(capital), ['pulldoctor probe shop/web:1']);
    const moved = asked('tag-not-found', { images: ['k8s.gcr.io/pause:3.9'] });
    assert.equal(commandsOf(moved)[0], 'pulldoctor probe registry.k8s.io/pause:3.9');
  });

  test('is looked for on the way from here', () => {
    const host = { name: 'localhost:5000', role: 'registry' } as const;
    assert.deepEqual(commandsOf(asked('connection-refused', { host })), [
      'curl -v http://localhost:5000/v2/',
    ]);
    assert.deepEqual(commandsOf(asked('dns-failure')), ['nslookup registry.example.com']);
    assert.deepEqual(commandsOf(asked('http-https-mismatch')), [`pulldoctor probe ${IMAGE} --plain-http`]);
    assert.deepEqual(commandsOf(asked('http-https-mismatch'), { how: ['--plain-http'], who: [] }), [
      `pulldoctor probe ${IMAGE}`,
    ]);
    assert.match(
      commandsOf(asked('tls-hostname'))[0] ?? '',
      /-connect registry\.example\.com:443 -servername registry\.example\.com < \/dev\/null \| openssl x509/u,
    );
  });

  test('is built for the platform that was asked for', () => {
    const how = { how: ['--platform', 'linux/s390x'], who: [] };
    assert.match(commandsOf(asked('platform-mismatch'), how)[0] ?? '', /linux\/arm64,linux\/s390x -t/u);
  });
});

test('nothing of a name gets out of its quotes', () => {
  const piece = fc.constantFrom("'", '"', '`', '$(id)', ';', '&&', '|', '\n', '-', ' ', 'a', ':', '/', '@');
  const hostile = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.constantFrom(...CAUSES), hostile, hostile, (cause, image, name) => {
      const host = { name, role: 'registry' } as const;
      const suggestions = [{ image, why: 'near' }];
      const secret = { namespace: name, name: image, key: name };
      const trials = [
        { source: name, anonymous: false, secret, outcome: 'rejected', kubelets: true } as const,
      ];
      const finding = asked(cause, { images: [image], host, suggestions, trials });
      for (const line of commandsOf(finding, { how: ['--cacert', name], who: [] }))
        for (const [program = ''] of everyCommand(line)) assert.ok(PROGRAMS.has(program), line);
    }),
  );
});
