import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { renderName } from '../../../src/core/report/render-name.ts';
import { finding, pull, report } from './sample-report.ts';

suite('renderName', () => {
  const findings = [
    finding({
      pulls: [
        pull({ pod: 'a' }),
        pull({ pod: 'a', container: 'init' }),
        pull({ pod: 'b', namespace: 'pay' }),
      ],
    }),
  ];

  test('is what kubectl takes, each pod once', () => {
    assert.equal(renderName(report({ findings, looked: { namespaces: 1, pods: 2 } })), 'pod/a\npod/b\n');
  });

  test('tells namespaces apart when several were looked at', () => {
    assert.equal(
      renderName(report({ findings, looked: { namespaces: 2, pods: 2 } })),
      'shop/pod/a\npay/pod/b\n',
    );
  });

  test('is empty when nothing fails', () => assert.equal(renderName(report({ findings: [] })), ''));
});
