import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { circumstancesOf } from '../../../../src/core/diagnosis/pulls/choose-reading.ts';
import { indexCluster } from '../../../../src/core/diagnosis/cluster-index.ts';
import { failingPullsOf } from '../../../../src/core/diagnosis/pulls/failing-pulls.ts';
import type { Circumstances } from '../../../../src/core/diagnosis/verdict.ts';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { Finding } from '../../../../src/core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../../../src/core/evidence/evidence.ts';
import type { EventEvidence } from '../../../../src/core/evidence/objects/event.ts';
import type { PodEvidence } from '../../../../src/core/evidence/objects/pod.ts';
import * as make from '../builders.ts';

function finding(
  pod: PodEvidence,
  events: readonly EventEvidence[] = [],
  more: Partial<ClusterEvidence> = {},
): Finding {
  const { findings } = diagnose(make.evidence({ pods: [pod], events, ...more }));
  assert.equal(findings.length, 1);
  const [one] = findings;
  assert.ok(one !== undefined);
  return one;
}

const silent = make.stuck(make.silentBackOff());

suite('which text decides', () => {
  test('an older kubelet says only that it waits: the event speaks', () => {
    const { cause, pulls } = finding(silent, [make.failedToPull(silent, make.notFound(), { count: 3 })]);
    assert.equal(cause, 'not-found-unspecified');
    assert.deepEqual(pulls[0]?.quote, {
      text: `Failed to pull image "${make.IMAGE}": ${make.notFound()}`,
      from: 'event',
      at: make.at(-30),
      count: 3,
    });
  });

  test('nothing but the back-off is left', () => {
    const { cause, certainty, pulls } = finding(silent, [
      make.event(silent, 'BackOff', `Back-off pulling image "${make.IMAGE}"`),
    ]);
    assert.deepEqual([cause, certainty, pulls[0]?.quote?.from], ['back-off-only', 'possible', 'waiting']);
  });

  test('a newer kubelet repeats the cause, and its event gives the time and the count', () => {
    const pod = make.stuck(make.backOff(make.notFound()));
    const { pulls } = finding(pod, [
      make.failedToPull(pod, make.notFound(), { count: 4, last: make.at(-75) }),
    ]);
    const quote = pulls[0]?.quote;
    assert.deepEqual([quote?.from, quote?.at, quote?.count], ['waiting', make.at(-75), 4]);
  });

  test('the newest of two events decides, the older one is a witness', () => {
    const { cause, evidence } = finding(silent, [
      make.failedToPull(silent, make.tooMany(), { last: make.at(-400) }),
      make.failedToPull(silent, make.noCredentials(), { last: make.at(-60) }),
    ]);
    assert.equal(cause, 'credentials-missing');
    const before = evidence.find(({ says }) => says.startsWith('before, rate-limited: '));
    assert.deepEqual([before?.witness, before?.supports, before?.at], ['kubelet', false, make.at(-400)]);
  });

  test('events are ordered by their time, not by their place in the dump', () => {
    const { cause } = finding(silent, [
      make.failedToPull(silent, make.noCredentials(), { last: make.at(-60) }),
      make.failedToPull(silent, make.tooMany(), { last: make.at(-400) }),
    ]);
    assert.equal(cause, 'credentials-missing');
  });

  test('a text that cannot be read yields to one that can, and then nothing is proven', () => {
    const strange =
      'failed to pull and unpack image "registry.example.com/shop/web:v1.0.1": the moon is in the wrong house';
    const newer = make.failedToPull(silent, strange, { last: make.at(-10) });
    const older = make.failedToPull(silent, make.refused(), { last: make.at(-300) });
    const proven = finding(silent, [older]);
    assert.deepEqual([proven.cause, proven.certainty], ['connection-refused', 'proven']);
    const { cause, certainty } = finding(silent, [older, newer]);
    assert.deepEqual([cause, certainty], ['connection-refused', 'likely']);
  });

  test('a sentence in the status is dated by its own event', () => {
    const sentence = 'illegal base64 data at input byte 4';
    const pod = make.stuck(make.waiting(sentence, sentence));
    const events = [
      make.event(pod, 'Failed', `Error: ${sentence}`, { last: make.at(-12) }),
      make.event(pod, 'Failed', 'Error: another sentence', { last: make.at(-2) }),
    ];
    const quote = finding(pod, events).pulls[0]?.quote;
    assert.deepEqual([quote?.text, quote?.from, quote?.at], [sentence, 'waiting', make.at(-12)]);
  });

  test('many events of one failure are counted together: ports differ, the cause does not', () => {
    const { pulls } = finding(silent, [
      make.failedToPull(silent, make.refused(make.IMAGE, '10.1.2.3:443'), { last: make.at(-90) }),
      make.failedToPull(silent, make.refused(make.IMAGE, '10.1.2.4:443'), { last: make.at(-40), count: 2 }),
    ]);
    assert.equal(pulls[0]?.quote?.count, 3);
  });

  test("another container's event does not count", () => {
    const { cause } = finding(silent, [make.failedToPull(silent, make.notFound(), { container: 'proxy' })]);
    assert.equal(cause, 'back-off-only');
  });

  test('an event without a container counts by its image', () => {
    const { cause } = finding(silent, [make.failedToPull(silent, make.notFound(), { container: '' })]);
    assert.equal(cause, 'not-found-unspecified');
  });
});

suite('circumstances', () => {
  function known(pod: PodEvidence, nodes: ClusterEvidence['nodes']): Circumstances {
    const seen = make.evidence({ pods: [pod], nodes });
    const index = indexCluster(seen, seen.asOf);
    const [site] = failingPullsOf(pod, index);
    assert.ok(site !== undefined);
    return circumstancesOf(site, index);
  }

  test("are those of the pod's own node", () => {
    const eks = make.node('node-1', { kubeletVersion: 'v1.31.2-eks-7f9249a' });
    const other = make.node('node-2', {
      kubeletVersion: 'v1.35.0',
      runtime: { name: 'cri-o', version: '1.35' },
    });
    const expected = {
      image: make.IMAGE,
      runtime: 'containerd',
      kubelet: '1.31.2',
      waitingReason: 'ImagePullBackOff',
    };
    assert.deepEqual(known(silent, [other, eks]), expected);
  });

  test('are left out where the node was not seen, or says nothing', () => {
    const reason = { image: make.IMAGE, waitingReason: 'ImagePullBackOff' };
    assert.deepEqual(known(silent, []), reason);
    const mute = make.node('node-1', { kubeletVersion: '', runtime: { name: '', version: '' } });
    assert.deepEqual(known(silent, [mute]), reason);
  });

  test('the verdict does not change with what is known of the node', () => {
    const pod = make.stuck(make.backOff(make.notFound()));
    assert.equal(finding(pod, [], { nodes: [] }).cause, finding(pod).cause);
  });

  test('an image string with quotes and escapes is matched as the kubelet prints it', () => {
    const image = 'registry.example.com/shop/web:"x\\y"';
    const pod = make.stuck(make.waiting('ContainerCreating'), {}, image);
    const printed = 'registry.example.com/shop/web:\\"x\\\\y\\"';
    const message = `Failed to apply default image tag "${printed}": couldn't parse image name "${printed}": invalid reference format`;
    assert.equal(finding(pod, [make.event(pod, 'InspectFailed', message)]).cause, 'invalid-reference');
  });
});

suite('quotes', () => {
  test('hold no signed URL and no password', () => {
    const text = `failed to pull and unpack image "${make.IMAGE}": failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://ci:hunter2@blobs.example.com/data?X-Amz-Signature=CANARY&ns=quay.io&flag": dial tcp 10.0.0.1:443: connect: connection refused`;
    const { pulls, evidence } = finding(make.stuck(make.backOff(text)));
    const shown = JSON.stringify([pulls[0]?.quote, evidence]);
    assert.doesNotMatch(shown, /CANARY|hunter2|ci:|flag/u);
    assert.match(
      shown,
      /https:\/\/\[REDACTED\]@blobs\.example\.com\/data\?X-Amz-Signature=\[REDACTED\]&ns=quay\.io&\[REDACTED\]/u,
    );
  });
});
