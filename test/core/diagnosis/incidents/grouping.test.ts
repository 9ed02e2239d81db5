import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { Finding } from '../../../../src/core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../../../src/core/evidence/evidence.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import * as make from '../builders.ts';

function findings(pods: readonly PodEvidence[], more: Partial<ClusterEvidence> = {}): readonly Finding[] {
  return diagnose(make.evidence({ pods, ...more })).findings;
}

/** Cause and number of pulls of each finding. */
function told(pods: readonly PodEvidence[], more: Partial<ClusterEvidence> = {}): readonly string[] {
  return findings(pods, more).map(({ cause, pulls }) => `${pulls.length} ${cause}`);
}

function replicas(count: number, fields: Partial<PodEvidence> = {}): readonly PodEvidence[] {
  return Array.from({ length: count }, (_, index) =>
    make.stuck(make.backOff(make.notFound()), {
      name: `web-7d9f8c6b5-${index}`,
      nodeName: `node-${index % 7}`,
      owners: [make.owned('ReplicaSet', 'web-7d9f8c6b5')],
      ...fields,
    }),
  );
}

function named(name: string, image: string, text: string, fields: Partial<PodEvidence> = {}): PodEvidence {
  return make.stuck(make.backOff(text, image), { name, ...fields }, image);
}

suite('one incident, one finding', () => {
  test('400 replicas of one image', () =>
    assert.deepEqual(told(replicas(400)), ['400 not-found-unspecified']));

  test('one image under two spellings', () => {
    const pods = ['nginx:9.9', 'docker.io/library/nginx:9.9'].map((image, index) =>
      named(`p-${index}`, image, make.notFound('docker.io/library/nginx:9.9')),
    );
    assert.deepEqual(told(pods), ['2 not-found-unspecified']);
    assert.deepEqual(findings(pods)[0]?.images, ['docker.io/library/nginx:9.9', 'nginx:9.9']);
  });

  test('two images are two', () => {
    const pods = ['a', 'b'].map((name) =>
      named(name, `registry.example.com/${name}:1`, make.notFound(`registry.example.com/${name}:1`)),
    );
    assert.deepEqual(told(pods), ['1 not-found-unspecified', '1 not-found-unspecified']);
  });

  test('one host that is down, whatever the images and namespaces', () => {
    const pods = ['a', 'b', 'c'].map((name, index) => {
      const image = `registry.example.com/${name}:1`;
      return named(name, image, make.refused(image), { namespace: `ns-${index}`, nodeName: `node-${index}` });
    });
    assert.deepEqual(told(pods), ['3 connection-refused']);
    assert.deepEqual(findings(pods)[0]?.host, { name: 'registry.example.com', role: 'registry' });
  });

  test("a text without a host counts for the image's registry", () => {
    const text = 'dial tcp 10.1.2.3:443: connect: connection refused';
    const on = (name: string, host: string): PodEvidence => named(name, `${host}/app:1`, text);
    assert.deepEqual(told([on('a', 'one.example.com'), on('b', 'one.example.com')]), [
      '2 connection-refused',
    ]);
    assert.equal(told([on('a', 'one.example.com'), on('b', 'two.example.com')]).length, 2);
  });

  test('a host that fails in two ways is two', () => {
    const pods = [named('a', make.IMAGE, make.refused()), named('b', make.IMAGE, make.tooMany())];
    assert.deepEqual(told(pods).toSorted(), ['1 connection-refused', '1 rate-limited']);
  });

  test("a full disk is the node's, whatever the image", () => {
    const pods = ['a', 'b', 'c'].map((name, index) => {
      const image = `registry.example.com/${name}:1`;
      return named(name, image, make.diskFull(image), { nodeName: index === 2 ? 'node-2' : 'node-1' });
    });
    assert.deepEqual(told(pods), ['2 disk-full', '1 disk-full']);
  });

  test("missing credentials are a namespace's, for all images of the registry", () => {
    const pods = ['a', 'b', 'c'].map((name, index) => {
      const image = `registry.example.com/${name}:1`;
      return named(name, image, make.noCredentials(image), { namespace: index === 2 ? 'other' : 'shop' });
    });
    assert.deepEqual(told(pods), ['2 credentials-missing', '1 credentials-missing']);
  });

  test('pods with other secrets have other trouble', () => {
    const pods = ['a', 'b'].map((name) =>
      named(name, make.IMAGE, make.noCredentials(), { imagePullSecrets: [name] }),
    );
    assert.equal(told(pods).length, 2);
  });

  test('an expired token under one name is one credential in every namespace', () => {
    const text = `failed to pull and unpack image "${make.IMAGE}": failed to resolve reference "${make.IMAGE}": unexpected status from GET request to https://registry.example.com/v2/shop/web/manifests/v1.0.1: 403 Forbidden\ndenied: Your authorization token has expired. Reauthenticate and try again.`;
    const pods = ['a', 'b'].map((namespace) =>
      named('web', make.IMAGE, text, { namespace, imagePullSecrets: ['ecr-token'] }),
    );
    assert.deepEqual(told(pods), ['2 credentials-expired']);
  });

  test('several images denied to one namespace are one question of access', () => {
    const denied = (name: string, host: string): PodEvidence =>
      named(name, `${host}/team/${name}:1`, make.accessDenied(`${host}/team/${name}:1`));
    assert.deepEqual(told([denied('a', 'registry.example.com'), denied('b', 'registry.example.com')]), [
      '2 access-denied-ambiguous',
    ]);
    assert.equal(
      told([denied('a', 'docker.io'), denied('b', 'docker.io')]).length,
      2,
      'on Docker Hub each name is its own question',
    );
    assert.equal(told([denied('a', 'one.example.com'), denied('b', 'two.example.com')]).length, 2);
  });

  test("a sandbox image stays apart from a container's of the same registry", () => {
    const pause = 'registry.example.com/pause:3.9';
    const creating = make.stuck(make.waiting('ContainerCreating'), { name: 'new' });
    const message = `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "${pause}": failed to pull image "${pause}": ${make.refused(pause)}`;
    const events = [make.event(creating, 'FailedCreatePodSandBox', message, { container: '' })];
    assert.equal(told([creating, named('b', make.IMAGE, make.refused())], { events }).length, 2);
  });
});

suite('a node that cannot reach several registries', () => {
  const hosts = ['one.example.com', 'two.example.com'];
  const failing = hosts.map((host) =>
    named(host, `${host}/app:1`, make.noSuchHost(`${host}/app:1`), { nodeName: 'node-7' }),
  );
  const runningElsewhere = hosts.map((host) =>
    make.pod({
      name: `fine-${host}`,
      nodeName: 'node-2',
      containers: [make.container({ image: `${host}/app:1` })],
    }),
  );

  test('is one incident of the node, while others use them', () => {
    const [finding, ...more] = findings([...failing, ...runningElsewhere]);
    assert.deepEqual(
      [finding?.pulls.length, finding?.scope.kind, finding?.scope.name, more.length],
      [2, 'node', 'node-7', 0],
    );
    assert.equal(finding?.host, undefined);
  });

  test('is not concluded where nobody else uses them', () => {
    assert.equal(findings(failing).length, 2);
  });

  test('is not concluded where the node pulled something since', () => {
    const pod = make.pod({ name: 'fresh', nodeName: 'node-7' });
    const events = [make.pulled(pod, { last: make.at(-5) })];
    assert.equal(findings([...failing, ...runningElsewhere, pod], { events }).length, 2);
  });

  test('is not concluded where one of them fails on another node as well', () => {
    const image = `${hosts[0] ?? ''}/app:1`;
    const third = named('third', image, make.noSuchHost(image), { nodeName: 'node-8' });
    assert.equal(findings([...failing, third, ...runningElsewhere]).length, 2);
  });
});

suite('twins settle what is no longer told', () => {
  test('a replica whose events expired joins the one that still tells, as likely', () => {
    const [telling, ...silent] = replicas(3);
    assert.ok(telling !== undefined);
    const quiet = silent.map((pod) => ({
      ...pod,
      containers: [make.container({ state: make.silentBackOff() })],
    }));
    const [finding, ...more] = findings([telling, ...quiet]);
    assert.deepEqual([finding?.cause, finding?.pulls.length, more.length], ['not-found-unspecified', 3, 0]);
  });

  test('a proof is not handed on', () => {
    const telling = make.stuck(
      make.waiting(
        'ErrImageNeverPull',
        `Container image "${make.IMAGE}" is not present with pull policy of Never`,
      ),
      { name: 'a' },
    );
    const silent = make.stuck(make.silentBackOff(), { name: 'b' });
    const pulls = findings([telling, silent]).flatMap(({ pulls }) =>
      pulls.map(({ pod, verdict }) => `${pod} ${verdict.certainty}`),
    );
    assert.deepEqual(pulls, ['a proven', 'b likely']);
  });

  test('a fault of a node speaks for no other node', () => {
    const [telling, silent] = replicas(2);
    assert.ok(telling !== undefined && silent !== undefined);
    const full = { ...telling, containers: [make.container({ state: make.backOff(make.diskFull()) })] };
    const quiet = { ...silent, containers: [make.container({ state: make.silentBackOff() })] };
    assert.deepEqual(told([full, quiet]).toSorted(), ['1 back-off-only', '1 disk-full']);
  });

  test('a registry that tells more settles "not found"', () => {
    const unknown = `initializing source docker://docker.io/shop/web:1: reading manifest 1 in docker.io/shop/web: manifest unknown`;
    const image = 'docker.io/shop/web:1';
    const pods = [
      named('a', image, make.notFound(image)),
      named('b', image, unknown, { nodeName: 'node-2' }),
    ];
    assert.deepEqual(told(pods), ['2 tag-not-found']);
  });
});
