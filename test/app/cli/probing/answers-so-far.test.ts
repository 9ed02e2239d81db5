import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { AnswersSoFar } from '../../../../src/app/cli/probing/answers-so-far.ts';
import type { ProbeRequest } from '../../../../src/core/evidence/registry/probe-request.ts';
import { probe } from '../../../core/diagnosis/probing/made-probe.ts';

function question(image: string): ProbeRequest {
  return { image, access: 'x', logins: [], anonymous: true, platforms: [], depth: 'manifest' };
}

suite('answers of registries so far', () => {
  test('are in the order of the questions, the remembered ones until they are answered anew', () => {
    const [web, api, jobs] = ['r.example/web:1', 'r.example/api:1', 's.example/jobs:1'].map(question);
    assert.ok(web && api && jobs);
    const known = probe({ image: api.image, took: 1 });
    const answers = new AnswersSoFar([web, api, jobs], (request) => (request === api ? known : undefined));
    assert.deepEqual(answers.probes, [known]);
    const last = probe({ image: jobs.image });
    answers.take(jobs, last);
    assert.deepEqual(answers.probes, [known, last]);
    const anew = probe({ image: api.image, took: 2 });
    answers.take(api, anew);
    assert.deepEqual(answers.probes, [anew, last]);
  });

  test('are awaited of as many registries as have an open question, by whatever name', () => {
    const asked = ['nginx:1', 'index.docker.io/library/redis:8', 'r.example/web:1'].map(question);
    const answers = new AnswersSoFar(asked, () => undefined);
    const left = asked.map((request) => {
      answers.take(request, probe({ image: request.image }));
      return answers.registries;
    });
    assert.deepEqual(left, [2, 1, 0]);
  });
});
