import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnoseImages } from '../../../../src/core/diagnosis/probing/diagnose-image.ts';
import type { CredentialTrial, ImageProbe } from '../../../../src/core/evidence/registry/image-probe.ts';
import { planAskedRemedies } from '../../../../src/core/remedy/plan-asked-remedies.ts';
import { buildReport } from '../../../../src/core/report/build-report.ts';
import { renderText } from '../../../../src/core/report/render-text.ts';
import { NOON } from '../../diagnosis/builders.ts';
import {
  anonymous,
  answer,
  answered,
  failing,
  INDEX,
  look,
  probe,
} from '../../diagnosis/probing/made-probe.ts';

// The whole page for an image that was asked about by its name: read a change as the user will see it.

const DAY = 86_400_000;
const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };
const MINE: CredentialTrial = {
  source: 'your own login for registry.example.com',
  anonymous: false,
  user: 'me',
  outcome: 'accepted',
  status: 200,
  kubelets: false,
};

/** As a first line would be lost at the start of a text between backticks, each begins with a line end. */
function page(given: ImageProbe): string {
  const diagnosis = diagnoseImages([given], { platforms: [AMD64], now: NOON });
  const report = buildReport(diagnosis, (one) => planAskedRemedies(one, { how: [], who: [] }), NOON);
  return `\n${renderText(report)}`;
}

suite('the page of an image', () => {
  test('that is there', () => {
    const given = probe({
      manifest: { ...INDEX, created: NOON - 3 * DAY },
      children: [{ platform: AMD64, digest: INDEX.digest, state: 'present', size: 87_000_000 }],
      trials: [MINE],
      rateLimit: { limit: 200, remaining: 12, window: 21_600, source: 'me' },
    });
    assert.equal(page(given), FINE);
  });

  test('without its tag', () => {
    const near = [
      { name: 'v1.0.0', created: NOON - 3 * DAY, platforms: [AMD64, ARM64] },
      { name: 'v1.1.0', created: NOON - 1000, platforms: [AMD64] },
    ];
    const tags = { names: ['v1.0.0', 'v1.1.0', 'latest'], complete: true, near };
    const to = answer(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
    assert.equal(page(answered(anonymous('accepted'), to, { tags })), NO_TAG);
  });

  test('that nobody may see', () => {
    const to = answer(401, 'UNAUTHORIZED', 'authentication required');
    assert.equal(page(answered(anonymous('denied'), to)), PRIVATE);
  });

  test('of a registry that this machine cannot reach', () => {
    const says = 'dial tcp 192.0.2.7:443: connect: connection refused';
    const looks = [look('dns', { addresses: ['192.0.2.7'] }), failing('connect', 'refused', says)];
    assert.equal(page(probe({ looks, trials: [anonymous('not-tried')] })), REFUSED);
  });
});

const FINE = `
✓ registry.example.com/shop/web:v1.0.1 is there, for linux/amd64, linux/arm64,
  readable with your own login for registry.example.com

  reference ✓  credentials ✓  DNS ✓  connect ✓  TLS ✓  sign-in ✓  permission ✓
  repository ✓  manifest ✓  platform ✓  layers ·  unpack ·

  Is    sha256:1111111111111111111111111111111111111111111111111111111111111111
        application/vnd.oci.image.index.v1+json
        built 3 d ago
        to fetch: 87 MB for linux/amd64
        12 of 200 pulls are left in 6 h, counted for me: nodes have a count of
        their own unless they share the account or the address
  Tried your own login for registry.example.com (user me): let in (200)
`;

const NO_TAG = `
✗ tag not found · proven                    registry.example.com/shop/web:v1.0.1

  reference ✓  DNS ✓  connect ✓  TLS ✓  sign-in ✓  permission ✓  repository ✓
  manifest ✗  platform ·  layers ·  unpack ·

  Why   The repository exists and was readable, but it has no such tag. Usually
        the tag is mistyped, was not pushed yet, or was removed by a clean-up
        rule.
        registry just now: 404 MANIFEST_UNKNOWN for v1.0.1, asked without
                 credentials
        registry just now: the repository exists (3 tags) and has no v1.0.1
  Near  v1.0.0  3 d old, linux/amd64 linux/arm64 (1 character away)
        v1.1.0  built today, linux/amd64 (a neighbouring version)
  Fix   If web:v1.0.0 is what was meant, name that one:
          pulldoctor probe registry.example.com/shop/web:v1.0.0
  or    Push it, if it was to be there:
          docker push registry.example.com/shop/web:v1.0.1
  Next  The same answer comes until something is changed. (permanent; author
        acts)

1 finding · 1 registry asked
`;

const PRIVATE = `
? cannot tell absent from private · likely  registry.example.com/shop/web:v1.0.1

  reference ✓  DNS ✓  connect ✓  TLS ✓  sign-in ✓  permission ✗  repository ·
  manifest ·  platform ·  layers ·  unpack ·

  Why   The registry refuses without saying why: either the repository does not
        exist, or it is private and whoever asked may not see it. Many
        registries answer both alike on purpose.
        registry just now: 401 UNAUTHORIZED for v1.0.1, asked without
                 credentials
  Fix   Ask with your own login, which shows whether it is there at all:
          pulldoctor probe registry.example.com/shop/web:v1.0.1 --as-me
        If this machine has no login for it yet, \`docker login
        registry.example.com\` comes first (podman's will do as well)
  or    Ask with a pull secret of the cluster, as a kubelet would:
          pulldoctor probe registry.example.com/shop/web:v1.0.1 \\
            --secret '<SECRET>'
        -n says in which namespace; --as-pod POD takes all the secrets that a
        pod has
  or    Read the name again. shop/web is the path at registry.example.com
  Next  The same answer comes until something is changed. (permanent; author
        acts)

1 open question · 1 registry asked
`;

const REFUSED = `
✗ connection refused · likely               registry.example.com/shop/web:v1.0.1

  reference ✓  DNS ✓  connect ✗  TLS ·  sign-in ·  permission ·  repository ·
  manifest ·  platform ·  layers ·  unpack ·

  Why   This machine cannot connect: the address answered that nothing listens
        on this port, or a firewall refuses on its behalf. What the nodes see
        may differ.
        registry just now: dial tcp 192.0.2.7:443: connect: connection refused
  Fix   See how far a connection from here comes:
          curl -v https://registry.example.com/v2/
        200 and 401 both mean that a registry is there
  Next  Ask again later: it may pass by itself. (transient; platform acts)

1 finding · 1 registry asked
`;
