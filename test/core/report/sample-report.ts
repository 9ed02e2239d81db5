import type { Diagnosis, FailingPull, Finding } from '../../../src/core/diagnosis/finding.ts';
import type { Remedy } from '../../../src/core/remedy/remedy.ts';
import { judgeReading } from '../../../src/core/diagnosis/judgement/judge-reading.ts';
import { readMessage } from '../../../src/core/evidence/message/read-message.ts';
import { buildReport } from '../../../src/core/report/build-report.ts';
import type { Report } from '../../../src/core/report/report.ts';

/** A moment after everything in the samples; 2026-03-02 12:02:00 UTC, a Monday. */
export const AS_OF: number = Date.UTC(2026, 2, 2, 12, 2, 0);
const MINUTE = 60_000;

/** The verdict field of a pull, which no renderer reads. */
const VERDICT = judgeReading(readMessage('not found'), {});

export function pull(change: Partial<FailingPull> = {}): FailingPull {
  return {
    namespace: 'shop',
    pod: 'web-7d9f-abcde',
    podUid: 'uid-1',
    container: 'app',
    kind: 'container',
    image: 'registry.example.com/shop/web:v1.0.1',
    node: 'node-3',
    owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', managedBy: 'Helm/web' },
    nextAttempt: {
      earliest: AS_OF + 2 * MINUTE,
      latest: AS_OF + 2 * MINUTE + 15_000,
      basis: 'failed 5 times, last at 12:01:20: 160 s back-off plus up to 15 s',
    },
    stuckSince: AS_OF - 12 * MINUTE,
    verdict: VERDICT,
    ...change,
  };
}

export function finding(change: Partial<Finding> = {}): Finding {
  return {
    id: 'a1b2c3d4e5f60718',
    cause: 'tag-not-found',
    certainty: 'proven',
    severity: 'error',
    rung: 'manifest',
    host: { name: 'registry.example.com', role: 'registry' },
    retry: 'permanent',
    actor: 'author',
    scope: {
      kind: 'image',
      name: 'registry.example.com/shop/web:v1.0.1',
      why: 'it fails on all 3 nodes that tried it',
    },
    images: ['registry.example.com/shop/web:v1.0.1'],
    pulls: ['abcde', 'fghij', 'klmno'].map((suffix, at) =>
      pull({ pod: `web-7d9f-${suffix}`, node: `node-${at + 1}` }),
    ),
    evidence: [
      {
        witness: 'kubelet',
        says: 'node-3: "failed to resolve reference "registry.example.com/shop/web:v1.0.1": unexpected status from GET request to https://registry.example.com/v2/shop/web/manifests/v1.0.1: 404 Not Found: manifest unknown"',
        supports: true,
        at: AS_OF - 2 * MINUTE,
      },
      { witness: 'peers', says: 'the same repository at v1.0.0 runs on 5 nodes', supports: true },
    ],
    ladder: [
      { rung: 'reference', state: 'ok' },
      { rung: 'pull-policy', state: 'ok' },
      { rung: 'credentials', state: 'ok' },
      { rung: 'dns', state: 'ok' },
      { rung: 'connect', state: 'ok' },
      { rung: 'tls', state: 'ok' },
      { rung: 'sign-in', state: 'ok' },
      { rung: 'permission', state: 'ok' },
      { rung: 'repository', state: 'ok' },
      { rung: 'manifest', state: 'broken', says: '404 MANIFEST_UNKNOWN for v1.0.1' },
      { rung: 'platform', state: 'unknown' },
      { rung: 'layers', state: 'unknown' },
      { rung: 'unpack', state: 'unknown' },
    ],
    alternatives: [],
    since: AS_OF - 12 * MINUTE,
    revisions: [
      {
        serving: { name: 'web-5c8d', revision: 3, ready: 3 },
        failing: { name: 'web-7d9f', revision: 4 },
        changes: [
          {
            container: 'app',
            from: 'registry.example.com/shop/web:v1.0.0',
            to: 'registry.example.com/shop/web:v1.0.1',
          },
        ],
      },
    ],
    ...change,
  };
}

export const SET_IMAGE: Remedy = {
  title: 'Set the image to a tag that exists',
  safety: 'unsafe',
  commands: ['kubectl -n shop set image deployment/web app=registry.example.com/shop/web:v1.0.0'],
  target: { kind: 'Deployment', namespace: 'shop', name: 'web' },
  note: 'managed by Helm release "web": set image.tag in its values instead',
};

export const ROLL_BACK: Remedy = {
  title: 'Go back to the revision that still serves',
  safety: 'safe',
  commands: ['kubectl -n shop rollout undo deployment/web --to-revision=3'],
};

export function diagnosis(change: Partial<Diagnosis> = {}): Diagnosis {
  return {
    asOf: AS_OF,
    looked: { namespaces: 1, pods: 24 },
    findings: [finding()],
    notices: [],
    blindSpots: [],
    ...change,
  };
}

/** The report of a diagnosis a moment later, with two remedies for each finding. */
export function report(change: Partial<Diagnosis> = {}): Report {
  return buildReport(diagnosis(change), () => [SET_IMAGE, ROLL_BACK], AS_OF + 300);
}

/** Three incidents and an open question, as a whole cluster shows them. */
export function manyFindings(): readonly Finding[] {
  const onNode = (index: number): FailingPull =>
    pull({
      namespace: ['shop', 'pay', 'web'][index % 3] ?? 'shop',
      pod: `app-${index}`,
      container: 'app',
      image: `ghcr.io/acme/app-${index % 9}:1`,
      node: 'node-7',
      owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: `app-${index % 9}` },
    });
  const node = Array.from({ length: 41 }, (_, index) => onNode(index));
  return [
    finding({
      id: '01',
      cause: 'dns-failure',
      rung: 'dns',
      retry: 'transient',
      actor: 'platform',
      scope: { kind: 'node', name: 'node-7', why: 'the same images run on 5 other nodes' },
      images: [...new Set(node.map(({ image }) => image))],
      pulls: node,
      ladder: [
        { rung: 'reference', state: 'ok' },
        {
          rung: 'dns',
          state: 'broken',
          says: 'lookup ghcr.io on 10.0.0.2:53: read udp 10.0.0.7:4711->10.0.0.2:53: i/o timeout',
        },
      ],
    }),
    finding({
      id: '02',
      cause: 'credentials-expired',
      rung: 'sign-in',
      reason: 'secret-empty',
      certainty: 'likely',
    }),
    finding({ id: '03', cause: 'rate-limited', rung: 'manifest', retry: 'transient', actor: 'time' }),
    finding({
      id: '04',
      cause: 'access-denied-ambiguous',
      certainty: 'possible',
      rung: 'permission',
      pulls: [pull({ owner: { apiVersion: 'v1', kind: 'Pod', name: 'web-7d9f-abcde' } })],
      alternatives: [
        {
          cause: 'repository-not-found',
          why: 'Docker Hub says the same of a repository that is absent',
          settledBy: 'asking with an account that may see it',
        },
      ],
    }),
  ];
}
