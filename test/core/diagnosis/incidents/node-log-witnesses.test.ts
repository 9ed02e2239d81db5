import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import type { Finding } from '../../../../src/core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../../../src/core/evidence/evidence.ts';
import type { NodeLog } from '../../../../src/core/evidence/node/node-log.ts';
import * as make from '../builders.ts';
import { anonymous, INDEX, probe } from '../probing/made-probe.ts';

function log(...texts: readonly string[]): NodeLog {
  return {
    node: 'node-1',
    service: 'kubelet',
    lines: texts.map((text, at) => ({ text, at: make.at(at - 100) })),
  };
}

function findingOf(text: string, image: string, more: Partial<ClusterEvidence>): Finding {
  const pods = [make.stuck(make.backOff(text, image), {}, image)];
  const [finding] = diagnose(make.evidence({ pods, ...more })).findings;
  assert.ok(finding !== undefined);
  return finding;
}

function nodeSays({ evidence }: Finding): readonly string[] {
  return evidence.filter(({ witness }) => witness === 'node').map(({ says }) => says);
}

const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v1';

suite("lines of a node's log", () => {
  test('are quoted where they name the image or its registry, newest first, without secrets', () => {
    const given = log(
      'unrelated: synced 12 pods',
      'pull registry.example.com/shop/web:v1.0.1 from https://ci:hush@mirror.example.com/v2/?token=hush',
      'failed to load /etc/containerd/certs.d/_default/hosts.toml: bad key',
    );
    const says = nodeSays(findingOf(make.notFound(), make.IMAGE, { nodeLogs: [given] }));
    assert.equal(says.length, 2);
    assert.match(says[0] ?? '', /^kubelet on node-1: "failed to load .*hosts\.toml/);
    assert.ok(!says.join('').includes('hush'));
  });

  test('of this pull come before those that only share its registry', () => {
    const given = log(
      'resolve registry.example.com/shop/web:v1.0.1: not found',
      ...['blobs', 'cart', 'mail', 'till'].map(
        (name) => `resolve registry.example.com/shop/${name}:v3 again`,
      ),
    );
    const says = nodeSays(findingOf(make.notFound(), make.IMAGE, { nodeLogs: [given] }));
    assert.equal(says.length, 3);
    assert.match(says[0] ?? '', /shop\/web:v1/);
  });

  test('of another node are not', () => {
    const other = { ...log('hosts.toml is broken'), node: 'node-9' };
    assert.deepEqual(nodeSays(findingOf(make.notFound(), make.IMAGE, { nodeLogs: [other] })), []);
  });

  test('prove that a credential provider gave nothing', () => {
    const failed = 'Failed getting credential from external registry credential provider: exit status 1';
    const nodeLogs = [log(failed)];
    const nodes = [make.node('node-1', { provider: 'other' })];
    const finding = findingOf(make.noCredentials(ECR), ECR, { nodeLogs, nodes });
    assert.equal(finding.reason, 'provider-silent');
    assert.equal(findingOf(make.noCredentials(ECR), ECR, { nodes }).reason, 'no-secret-referenced');
    assert.match(nodeSays(finding)[0] ?? '', /exit status 1/);
  });
});

suite("a node's disk", () => {
  const nodeDisks = [
    {
      node: 'node-1',
      imageFs: { available: 1_200_000_000, capacity: 50_000_000_000, inodesFree: 12, inodes: 900 },
    },
  ];

  test('is told where space is the matter', () => {
    const says = nodeSays(findingOf(make.diskFull(), make.IMAGE, { nodeDisks }));
    assert.deepEqual(says, ['node-1: image file system 1.2 GB of 50 GB free, 12 inodes of 900 free']);
  });

  test('is held against the size of the image, where that was asked for', () => {
    const amd64 = { platform: { os: 'linux', architecture: 'amd64' }, digest: INDEX.digest };
    const sized = probe({
      manifest: INDEX,
      children: [{ ...amd64, state: 'present', size: 3_400_000_000 }],
      trials: [anonymous('accepted')],
    });
    const given = { nodeDisks, nodes: [make.node('node-1')], probes: [sized] };
    const [, says] = nodeSays(findingOf(make.diskFull(), make.IMAGE, given));
    assert.equal(says, 'node-1: the image is 3.4 GB to fetch, and 1.2 GB are free');
    const small = { ...sized, children: [{ ...amd64, state: 'present', size: 1_000_000 } as const] };
    assert.equal(nodeSays(findingOf(make.diskFull(), make.IMAGE, { ...given, probes: [small] })).length, 1);
  });

  test('is not told elsewhere', () => {
    assert.deepEqual(nodeSays(findingOf(make.notFound(), make.IMAGE, { nodeDisks })), []);
  });
});
