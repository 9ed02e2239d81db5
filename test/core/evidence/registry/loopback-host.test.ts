import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopbackHost } from '../../../../src/core/evidence/registry/loopback-host.ts';

test('names and addresses of the machine that asks', () => {
  for (const host of [
    'localhost',
    'localhost:5000',
    'LOCALHOST:1',
    'registry.localhost',
    '127.0.0.1',
    '127.8.9.1:80',
    '[::1]',
    '[::1]:5000',
  ])
    assert.ok(isLoopbackHost(host), host);
  for (const host of ['', 'localhost.example.com', '10.0.0.1:5000', '[fd00::1]:5000', 'mylocalhost', '::1:x'])
    assert.ok(!isLoopbackHost(host), host);
});
