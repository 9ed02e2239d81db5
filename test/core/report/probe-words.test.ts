import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { renderMarkdown } from '../../../src/core/report/render-markdown.ts';
import { renderText } from '../../../src/core/report/render-text.ts';
import { suggestionName, suggestionWords } from '../../../src/core/report/suggestion-words.ts';
import { trialWords } from '../../../src/core/report/trial-words.ts';
import type { Finding } from '../../../src/core/diagnosis/finding.ts';
import { AS_OF, finding, report } from './sample-report.ts';

const DAY = 86_400_000;
const REGCRED = {
  source: 'secret shop/regcred key registry.example.com',
  anonymous: false,
  user: 'ci',
  kubelets: true,
} as const;

const ASKED: Partial<Finding> = {
  trials: [{ ...REGCRED, outcome: 'accepted', status: 404 }],
  suggestions: [
    {
      image: 'registry.example.com/shop/web:v1.0.0',
      why: '1 character away',
      created: AS_OF - 3 * DAY,
      platforms: ['linux/amd64', 'linux/arm64'],
    },
    {
      image: 'registry.example.com/shop/web:v1.1.0-alpine',
      why: 'a neighbouring version',
      created: AS_OF - 60_000,
    },
  ],
};

suite('what is near', () => {
  test('stands between proof and fix, tags in a column', () => {
    const text = renderText(report({ findings: [finding(ASKED)] }));
    assert.match(
      text,
      /\n {2}Near {2}v1\.0\.0 {9}3 d old, linux\/amd64 linux\/arm64 \(1 character away\)\n {8}v1\.1\.0-alpine {2}built today \(a neighbouring version\)\n/,
    );
    assert.ok(text.indexOf('Why') < text.indexOf('Near'));
  });

  test('is named in full where more than the tag differs', () => {
    const wanted = 'registry.example.com/shop/web:v1';
    assert.equal(suggestionName('registry.example.com/shop/web:v2', wanted), 'v2');
    assert.equal(
      suggestionName('registry.example.com/shop/wbe:v1', wanted),
      'registry.example.com/shop/wbe:v1',
    );
    assert.equal(
      suggestionName('registry.example.com:5000/shop/web', wanted),
      'registry.example.com:5000/shop/web',
    );
    assert.equal(suggestionName('ghcr.io/acme/tool:7', 'ghrc.io/acme/tool:7'), 'ghcr.io/acme/tool:7');
  });

  test('says only what is known of it', () => {
    assert.equal(suggestionWords({ image: 'x', why: 'another variant' }, AS_OF), 'another variant');
  });

  test('fits a page of 40 columns', () => {
    const lines = renderText(report({ findings: [finding(ASKED)] }), { width: 40 }).split('\n');
    const near = lines.slice(lines.findIndex((line) => line.includes('Near')));
    assert.ok(
      near.slice(0, 4).every((line) => line.length <= 40),
      near.slice(0, 4).join('\n'),
    );
  });
});

suite('credentials that were tried', () => {
  test('one is told by its witness, several each by themselves', () => {
    assert.doesNotMatch(renderText(report({ findings: [finding(ASKED)] })), /^ +tried/mu);
    const trials = [
      { ...REGCRED, outcome: 'rejected', status: 401 },
      { source: 'anonymous', anonymous: true, kubelets: false, outcome: 'accepted', status: 200 },
    ] as const;
    const text = renderText(report({ findings: [finding({ trials })] }));
    assert.match(
      text,
      /tried {4}secret shop\/regcred key registry\.example\.com \(user ci\): login\n {17}refused \(401\)/,
    );
    assert.match(text, /tried {4}anonymous: let in \(200\); the kubelet would not try it/);
  });

  test('have words for every outcome', () => {
    for (const outcome of ['accepted', 'rejected', 'denied', 'unclear', 'not-tried'] as const)
      assert.match(trialWords({ source: 's', outcome, kubelets: true }), /^s: \w/);
  });

  test('stand in a ticket too, as code', () => {
    const markdown = renderMarkdown(report({ findings: [finding(ASKED)] }));
    assert.match(
      markdown,
      /\*\*Tried\*\*\n\n- `secret shop\/regcred key registry\.example\.com \(user ci\): let in \(404\)`/,
    );
    assert.match(markdown, /\*\*Near\*\*\n\n- `registry\.example\.com\/shop\/web:v1\.0\.0`: `3 d old/);
  });
});

suite('the last line', () => {
  const asked = { ...report({ findings: [finding()] }), looked: { namespaces: 1, pods: 12, registries: 1 } };

  test('counts the registries that were asked, and the time where it is given', () => {
    assert.match(
      renderText(asked, { took: 312 }),
      /\n1 finding · 3 of 12 pods · 1 registry asked · 0\.3 s\n/,
    );
    const two = { ...asked, looked: { ...asked.looked, registries: 2 } };
    assert.match(renderText(two), /· 2 registries asked\n/);
  });

  test('says nothing of registries where none was asked', () => {
    assert.ok(!renderText(report({ findings: [finding()] })).includes('asked'));
    assert.ok(!renderText({ ...asked, looked: { ...asked.looked, registries: 0 } }).includes('asked'));
  });
});
