import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import { diagnoseImages } from '../../../../src/core/diagnosis/probing/diagnose-image.ts';
import type { Finding } from '../../../../src/core/diagnosis/finding.ts';
import type { ImageProbe } from '../../../../src/core/evidence/registry/image-probe.ts';
import * as make from '../builders.ts';
import { anonymous, answer, answered, INDEX, look, probe, reached, trial } from './made-probe.ts';

function findingOf(text: string, image: string, given: ImageProbe): Finding {
  const pods = [make.stuck(make.backOff(text, image), {}, image)];
  const [finding] = diagnose(make.evidence({ pods, probes: [{ ...given, image }] })).findings;
  assert.ok(finding !== undefined);
  return finding;
}

function verdict({ cause, certainty, reason }: Finding): readonly unknown[] {
  return [cause, certainty, reason];
}

function registrySays({ evidence }: Finding): string {
  return evidence.find(({ witness }) => witness === 'registry')?.says ?? '';
}

const TAGS = { names: ['v1.0.0'], complete: true, near: [] };
const NO_TAG = answered(anonymous('accepted'), answer(404, 'MANIFEST_UNKNOWN', 'no'), { tags: TAGS });
const THERE = probe({ manifest: INDEX, trials: [anonymous('accepted', { status: 200 })] });

suite("a registry at localhost, which on the node is the node's", () => {
  const image = 'localhost:5000/shop/web:v1.0.1';

  test('shows no more than what is possible there', () => {
    const finding = findingOf(make.notFound(image), image, NO_TAG);
    assert.deepEqual(verdict(finding), ['tag-not-found', 'possible', undefined]);
    assert.match(
      registrySays(finding),
      /as the kubelet would, seen from here: localhost:5000 is this machine's own, not node-1's$/,
    );
  });

  test('makes nothing surer, and mends nothing', () => {
    const alone = make.stuck(make.backOff(make.refused(image), image), {}, image);
    const before = diagnose(make.evidence({ pods: [alone] })).findings[0];
    const refused = findingOf(make.refused(image), image, THERE);
    assert.deepEqual([refused.cause, refused.certainty], [before?.cause, before?.certainty]);
    assert.doesNotMatch(registrySays(refused), /own path/);
    assert.deepEqual(verdict(findingOf(make.notFound(image), image, THERE)), [
      'not-found-unspecified',
      'likely',
      undefined,
    ]);
  });

  test('is said to be so where it was asked about by name', () => {
    const { findings } = diagnoseImages([{ ...NO_TAG, image }], { platforms: [] });
    assert.deepEqual(
      findings.map(({ certainty }) => certainty),
      ['proven'],
    );
    assert.match(findings[0]?.evidence.at(-1)?.says ?? '', /on a node the same name is the node's/);
  });
});

suite('a node that asks elsewhere', () => {
  test('has nothing to settle at the registry, which has the image', () => {
    const old = { ...THERE, manifest: { ...INDEX, created: make.at(-30 * 86_400) } };
    const finding = findingOf(make.notFound(), make.IMAGE, old);
    assert.deepEqual(verdict(finding), ['not-found-unspecified', 'likely', undefined]);
    assert.deepEqual(finding.alternatives, []);
    assert.match(
      registrySays(finding),
      /not from node-1: node-1 seems to ask elsewhere \(a mirror, a proxy, a DNS of its own\)$/,
    );
  });

  test('is named wherever the answer need not be its own', () => {
    const unlisted = answered(anonymous('accepted'), answer(404, 'NAME_UNKNOWN', 'no'));
    const finding = findingOf(make.notFound(), make.IMAGE, unlisted);
    assert.deepEqual(verdict(finding), ['repository-not-found', 'likely', undefined]);
    assert.match(registrySays(finding), /as the kubelet would, seen from here, not from node-1$/);
  });
});

suite('several nodes that are told nothing by an answer from here', () => {
  function saysOf(image: string, text: string, given: ImageProbe): readonly string[] {
    const pods = ['node-1', 'node-2'].map((nodeName) =>
      make.stuck(make.backOff(text, image), { name: `web-${nodeName}`, nodeName }, image),
    );
    const nodes = [make.node('node-1'), make.node('node-2')];
    const [finding] = diagnose(make.evidence({ pods, nodes, probes: [{ ...given, image }] })).findings;
    assert.equal(finding?.pulls.length, 2);
    return finding.evidence.filter(({ witness }) => witness === 'registry').map(({ says }) => says);
  }

  test('are spoken of together, and nothing is said twice', () => {
    const image = 'localhost:5000/shop/web:v1.0.1';
    const local = saysOf(image, make.notFound(image), NO_TAG);
    assert.match(local[0] ?? '', /seen from here: localhost:5000 is this machine's own, not the nodes'$/);
    assert.equal(new Set(local).size, local.length);
    const unlisted = answered(anonymous('accepted'), answer(404, 'NAME_UNKNOWN', 'no'));
    const [remote, ...more] = saysOf(make.IMAGE, make.notFound(), unlisted);
    assert.match(remote ?? '', /seen from here, not from the nodes$/);
    assert.deepEqual(more, []);
    const [elsewhere] = saysOf(make.IMAGE, make.refused(), THERE);
    assert.match(elsewhere ?? '', /what fails is the nodes' own path/);
  });
});

suite('a token server that is none', () => {
  const host = { name: 'auth.example.com', role: 'token' } as const;

  function shown(more: Partial<ImageProbe['looks'][number]>): ReturnType<typeof diagnoseImages> {
    const looks = [...reached(), look('token', { host, trial: 0, ...more })];
    return diagnoseImages([probe({ looks, trials: [trial('unclear', { look: 4, status: 404 })] })], {
      platforms: [],
    });
  }

  test('is quoted where nobody knows what it means', () => {
    const { findings, blindSpots, probes } = shown({ answer: answer(404, '', 'page not found') });
    assert.equal(findings.length, 0);
    assert.deepEqual(
      blindSpots.map(({ why, hidesTarget }) => [why, hidesTarget]),
      [['404 "page not found" from the token server auth.example.com', true]],
    );
    const signIn = probes?.[0]?.ladder.find(({ rung }) => rung === 'sign-in');
    assert.deepEqual([signIn?.state, signIn?.host], ['unknown', host]);
  });

  test('breaks the sign-in with a page of its own', () => {
    const page = answer(200, '', '', { body: 'html' });
    const says = 'there is no token in the answer';
    const { findings } = shown({ answer: page, failure: { kind: 'bad-answer', says } });
    assert.deepEqual(
      findings.map(({ cause, rung, evidence }) => [cause, rung, evidence[0]?.says]),
      [['proxy-failure', 'sign-in', `${says} of the token server auth.example.com`]],
    );
  });
});
