import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { OPEN_CAUSES } from '../../../../src/core/diagnosis/cause.ts';
import type { Finding } from '../../../../src/core/diagnosis/finding.ts';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import { judgeProbe } from '../../../../src/core/diagnosis/probing/judge-probe.ts';
import { buildReport } from '../../../../src/core/report/build-report.ts';
import { renderText } from '../../../../src/core/report/render-text.ts';
import { planRemedies } from '../../../../src/core/remedy/plan-remedies.ts';
import type { ImageProbe, LookFailureKind } from '../../../../src/core/evidence/registry/image-probe.ts';
import * as make from '../builders.ts';
import { HOST, INDEX } from './made-probe.ts';

const FAILURES: readonly LookFailureKind[] = [
  'name-not-found',
  'name-unresolved',
  'refused',
  'timeout',
  'unreachable',
  'broken',
  'tls-untrusted',
  'tls-expired',
  'tls-not-yet-valid',
  'tls-hostname',
  'tls-protocol',
  'plain-http',
  'needs-tls',
  'proxy',
  'bad-answer',
  'redirect-refused',
  'realm-refused',
  'budget',
];

const answer = fc.record({
  method: fc.constantFrom('HEAD' as const, 'GET' as const),
  status: fc.constantFrom(200, 301, 400, 401, 403, 404, 405, 410, 412, 429, 451, 500, 503, 799),
  body: fc.constantFrom('none' as const, 'json' as const, 'html' as const, 'text' as const),
  errors: fc.array(
    fc.record({
      code: fc.constantFrom('', 'NAME_UNKNOWN', 'MANIFEST_UNKNOWN', 'DENIED', 'UNAUTHORIZED', 'X'),
      message: fc.string({ maxLength: 30 }),
    }),
    { maxLength: 2 },
  ),
});

const look = fc.record(
  {
    kind: fc.constantFrom(
      'dns',
      'connect',
      'tls',
      'ping',
      'token',
      'manifest',
      'child-manifest',
      'layer',
      'tags',
    ),
    host: fc.record({
      name: fc.constantFrom(HOST, 'auth.example.com', 'blobs.example.net'),
      role: fc.constantFrom('registry', 'token', 'blob', 'proxy', 'mirror'),
    }),
    trial: fc.nat({ max: 3 }),
    subject: fc.constantFrom('v1.0.1', ''),
    answer,
    failure: fc.record({ kind: fc.constantFrom(...FAILURES), says: fc.string({ maxLength: 20 }) }),
  },
  { requiredKeys: ['kind', 'host'] },
);

const trial = fc.record(
  {
    source: fc.constantFrom('secret shop/regcred key x', 'anonymous'),
    anonymous: fc.boolean(),
    user: fc.constantFrom('ci', ''),
    outcome: fc.constantFrom('accepted', 'rejected', 'denied', 'unclear', 'not-tried'),
    status: fc.constantFrom(200, 401, 404),
    look: fc.nat({ max: 6 }),
    kubelets: fc.boolean(),
  },
  { requiredKeys: ['source', 'anonymous', 'outcome', 'kubelets'] },
);

const manifest = fc.record({
  digest: fc.constant(INDEX.digest),
  mediaType: fc.constant(INDEX.mediaType),
  kind: fc.constantFrom('index', 'image', 'artifact', 'schema1'),
  platforms: fc.constantFrom([], INDEX.platforms),
});

const probes: fc.Arbitrary<ImageProbe> = fc.record(
  {
    image: fc.constant(make.IMAGE),
    access: fc.constant('no pull secret'),
    at: fc.constant(make.NOON),
    took: fc.nat(),
    looks: fc.array(look, { maxLength: 7 }),
    trials: fc.array(trial, { maxLength: 4 }),
    blindSpots: fc.constant([]),
    manifest,
    tags: fc.record({
      names: fc.array(fc.constantFrom('v1.0.0', 'v1.0.1', 'latest'), { maxLength: 3 }),
      complete: fc.boolean(),
      near: fc.constant([]),
    }),
    clockSkew: fc.integer({ min: -1e9, max: 1e9 }),
  },
  { requiredKeys: ['image', 'access', 'at', 'took', 'looks', 'trials', 'blindSpots'] },
);

const TEXTS: readonly string[] = [
  make.notFound(),
  make.accessDenied(),
  make.noCredentials(),
  make.noSuchHost(),
  make.refused(),
  make.tooMany(),
  make.diskFull(),
];

function findingOf(text: string | undefined, given: readonly ImageProbe[]): Finding {
  const state = text === undefined ? make.silentBackOff() : make.backOff(text);
  const [finding] = diagnose(make.evidence({ pods: [make.stuck(state)], probes: given })).findings;
  assert.ok(finding !== undefined);
  return finding;
}

test('a probe is judged, whatever it is, and no open cause is proven by it', () => {
  fc.assert(
    fc.property(probes, fc.constantFrom('seen' as const, 'unseen' as const), (probe, credentials) => {
      const verdict = judgeProbe(probe, {
        host: HOST,
        platforms: [{ os: 'linux', architecture: 'amd64' }],
        credentials,
      });
      assert.equal(verdict.outcome === 'fails', verdict.cause !== undefined);
      if (verdict.cause !== undefined && OPEN_CAUSES.has(verdict.cause))
        assert.notEqual(verdict.certainty, 'proven');
      const broken = verdict.ladder.filter(({ state }) => state === 'broken');
      assert.equal(broken.length, verdict.outcome === 'fails' ? 1 : 0);
    }),
  );
});

test('no probe flips a cause that was told, and the finding keeps its id', () => {
  fc.assert(
    fc.property(probes, fc.constantFrom(undefined, ...TEXTS), (probe, text) => {
      const before = findingOf(text, []);
      const after = findingOf(text, [probe]);
      assert.equal(after.id, before.id);
      if (!OPEN_CAUSES.has(before.cause)) assert.equal(after.cause, before.cause);
      if (OPEN_CAUSES.has(after.cause)) assert.notEqual(after.certainty, 'proven');
      if (text === undefined) assert.notEqual(after.certainty, 'proven');
    }),
  );
});

test('what is said of it fits the page', () => {
  fc.assert(
    fc.property(probes, fc.constantFrom(undefined, ...TEXTS), (probe, text) => {
      const evidence = make.evidence({
        pods: [make.stuck(text === undefined ? make.silentBackOff() : make.backOff(text))],
        probes: [probe],
      });
      const report = buildReport(diagnose(evidence), (finding) => planRemedies(finding, evidence), make.NOON);
      const prose = renderText(report)
        .split('\n')
        .filter((line) => !/^ {10}|\\$/u.test(line));
      assert.deepEqual(
        prose.filter((line) => [...line].length > 80),
        [],
      );
    }),
    { numRuns: 50 },
  );
});
