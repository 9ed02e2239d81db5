import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import { unaskedImages } from '../../../../src/core/diagnosis/probing/unasked-images.ts';
import type { ClusterEvidence } from '../../../../src/core/evidence/evidence.ts';
import type { BlindSpot } from '../../../../src/core/evidence/observed.ts';
import type { ImageProbe } from '../../../../src/core/evidence/registry/image-probe.ts';
import * as make from '../builders.ts';
import { anonymous, answer, INDEX, look, probe, reached } from './made-probe.ts';

const NEVER = [
  { kind: 'Secret', why: 'pull secrets were not read', grant: 'look again with --secrets=read' },
];

function privatePod(
  image: string,
  name: string,
  text = make.notFound(image),
): ClusterEvidence['pods'][number] {
  return make.stuck(make.backOff(text, image), { name, imagePullSecrets: ['regcred'] }, image);
}

const WEB = 'registry.example.com/shop/web:v1';
const API = 'registry.example.com/shop/api:v1';
const TOOL = 'other.example.com/tool:v1';
const PODS = [privatePod(WEB, 'a'), privatePod(WEB, 'b'), privatePod(API, 'c'), privatePod(TOOL, 'd')];

function unasked(
  evidence: Partial<ClusterEvidence>,
  all = true,
  probes: readonly ImageProbe[] = [],
): readonly BlindSpot[] {
  const made = make.evidence({ unread: NEVER, ...evidence });
  return unaskedImages(
    { diagnosis: diagnose(made), evidence: made, pullSecrets: [], options: { all } },
    probes,
  );
}

suite('images that are asked about by nobody, since their credentials were not read', () => {
  test('are told once, in numbers, with what would have them asked about', () => {
    assert.deepEqual(unasked({ pods: PODS }), [
      {
        what: '3 images of 2 registries',
        why: 'no registry was asked: their pull secrets were not read',
        grant: 'look again with --secrets=read, or at one namespace with -n NAME',
      },
    ]);
    assert.equal(unasked({ pods: PODS.slice(0, 3) })[0]?.what, '2 images of registry.example.com');
    assert.equal(unasked({ pods: PODS.slice(0, 2) })[0]?.what, `image ${WEB}`);
  });

  test('whoever may not read them can still ask whether the images are public', () => {
    assert.deepEqual(
      unasked({ pods: PODS.slice(0, 1), unread: [] }).map(({ grant }) => grant),
      ['look at one namespace with -n NAME: its images are asked about without credentials'],
    );
  });

  test('are none where a question without credentials is asked, or settled it', () => {
    assert.deepEqual(unasked({ pods: PODS }, false), []);
    assert.deepEqual(unasked({ pods: [make.stuck(make.backOff(make.notFound()))] }), []);
    const there = probe({ image: WEB, manifest: INDEX, trials: [anonymous('accepted', { status: 200 })] });
    assert.equal(unasked({ pods: PODS.slice(0, 3) }, true, [there])[0]?.what, `image ${API}`);
    const refused = probe({ image: WEB, trials: [anonymous('denied', { status: 401 })] });
    assert.equal(
      unasked({ pods: PODS.slice(0, 3) }, true, [refused])[0]?.what,
      '2 images of registry.example.com',
    );
  });

  test('are none where a registry has nothing to say', () => {
    assert.deepEqual(unasked({ pods: [privatePod(WEB, 'a', make.diskFull(WEB))] }), []);
  });
});

test('a refusal without credentials names the secrets that would tell more', () => {
  const refused = look('manifest', { trial: 0, answer: answer(401, 'UNAUTHORIZED', 'no') });
  const trials = [anonymous('denied', { look: 4, status: 401 })];
  const asked = probe({ image: WEB, access: 'shop/regcred', looks: [...reached(), refused], trials });
  const { blindSpots } = diagnose(
    make.evidence({ source: 'cluster', pods: PODS.slice(0, 1), unread: NEVER, probes: [asked] }),
  );
  assert.deepEqual(blindSpots, [
    {
      what: 'secret shop/regcred',
      why: 'pull secrets were not read',
      grant: 'look again with --secrets=read',
    },
  ]);
});
