import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { CAUSES } from '../../../src/core/diagnosis/cause.ts';
import { planRemedies } from '../../../src/core/remedy/plan-remedies.ts';
import { sampleEvidence, sampleFinding, sampleNode, samplePod } from './sample-finding.ts';

suite('every cause', () => {
  for (const cause of CAUSES) {
    test(cause, () => {
      const planned = planRemedies(sampleFinding(cause), sampleEvidence());
      assert.ok(planned.length >= 1 && planned.length <= 4);
      const titles = planned.map(({ title }) => title);
      assert.equal(new Set(titles).size, titles.length);
      for (const { title, commands, note } of planned) {
        assert.match(title, /^[A-Z].*[^.]$/);
        assert.ok(commands.length > 0 || note !== undefined, `${title} says nothing to do`);
        assert.doesNotMatch(note ?? '', /undefined|\.$|\.\.|^[a-z]|\. [a-z]/, title);
        assert.doesNotMatch(commands.join('\n'), /undefined|\[object/);
      }
    });
  }

  test('without any pull, and without having seen anything, placeholders stand where names would', () => {
    const nothing = sampleEvidence({ pods: [], nodes: [], looked: [] });
    for (const cause of CAUSES) {
      const planned = planRemedies(sampleFinding(cause, { pulls: [], images: [] }), nothing);
      assert.ok(planned.length > 0, cause);
    }
    const [first] = planRemedies(sampleFinding('tag-not-found', { pulls: [], images: ['nginx:9'] }), nothing);
    assert.deepEqual(first?.commands, [
      `kubectl -n '<NAMESPACE>' set image 'deployment/<NAME>' '<CONTAINER>=nginx:<TAG>'`,
    ]);
  });

  test('planning changes nothing that it was given', () => {
    const finding = sampleFinding('tag-not-found');
    const evidence = sampleEvidence();
    const before = structuredClone({ finding, evidence });
    planRemedies(finding, evidence);
    assert.deepEqual({ finding, evidence }, before);
  });
});

test('a large cluster is planned for quickly', () => {
  const pods = Array.from({ length: 20_000 }, (_, i) =>
    samplePod({ name: `p-${i}`, image: `registry.example.com/shop/other-${i % 50}:1`, running: true }),
  );
  const evidence = sampleEvidence({
    pods: [...pods, samplePod()],
    nodes: Array.from({ length: 500 }, (_, i) => sampleNode({ name: `n-${i}` })),
  });
  const before = process.cpuUsage().user;
  for (let i = 0; i < 100; i += 1) planRemedies(sampleFinding('tag-not-found'), evidence);
  assert.ok(process.cpuUsage().user - before < 3_000_000);
});
