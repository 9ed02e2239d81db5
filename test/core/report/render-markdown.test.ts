import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { renderMarkdown } from '../../../src/core/report/render-markdown.ts';
import { finding, report } from './sample-report.ts';

suite('renderMarkdown', () => {
  const text = renderMarkdown(report());

  test('has a heading, a table of facts, the proof, the commands and the next attempt', () => {
    for (const part of [
      /^## Image pulls: 1 finding\n\n3 of 24 pods in 1 namespace cannot pull, as of 2026-03-02 12:02:00 UTC\.\n/,
      /^### tag not found: `registry\.example\.com\/shop\/web:v1\.0\.1`$/m,
      /^\| Cause \| `tag-not-found` \(proven\) \|$/m,
      /^- \*\*peers\*\*: `the same repository at v1\.0\.0 runs on 5 nodes`$/m,
      /^reference ✓ → .* → manifest ✗ → platform · /m,
      /^\*\*Fix:\*\* Set the image to a tag that exists \(unsafe\)\n\n```sh\nkubectl -n shop set image /m,
      /^\*\*Next:\*\* .* Next attempt between 2026-03-02 12:04:00 UTC and 2026-03-02 12:04:15 UTC\.$/m,
    ]) {
      assert.match(text, part);
    }
  });

  test('ends each table row where it ends, whatever an image is called', () => {
    const scope = { kind: 'image', name: 'a|b', why: '| c |' } as const;
    const row = renderMarkdown(report({ findings: [finding({ scope })] })).match(/^\| Scope .*$/mu)?.[0];
    assert.equal(row, '| Scope | `image: a\\|b: \\| c \\|` |');
  });

  test('says when nothing fails', () => {
    assert.equal(
      renderMarkdown(report({ findings: [] })),
      '## Image pulls: 0 findings\n\n0 of 24 pods in 1 namespace cannot pull, as of 2026-03-02 12:02:00 UTC.\n',
    );
  });
});
