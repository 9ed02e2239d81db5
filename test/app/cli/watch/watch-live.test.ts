import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { listOf, objectOf, type JsonObject } from '../../../../src/core/evidence/objects/json-value.ts';
import type { RequestRecord } from '../../../../src/sandbox/api-server/request-record.ts';
import { withCluster } from '../live-program.ts';
import { QUICK, startWatching } from './watching.ts';

const IMAGE = 'registry.example.com/shop/web:v1';
const DNS = `failed to do request: Head "https://registry.example.com/v2/": dial tcp: lookup registry.example.com: no such host`;

function pod(state: JsonObject, resourceVersion?: string): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-1',
      namespace: 'shop',
      uid: 'uid-web-1',
      creationTimestamp: new Date(Date.now() - 60_000).toISOString().replace(/\.\d+/, ''),
      ...(resourceVersion !== undefined && { resourceVersion }),
    },
    spec: { nodeName: 'node-1', containers: [{ name: 'app', image: IMAGE }] },
    status: {
      phase: 'running' in state ? 'Running' : 'Pending',
      containerStatuses: [{ name: 'app', image: IMAGE, ready: 'running' in state, state }],
    },
  };
}

const FAILING = { waiting: { reason: 'ErrImagePull', message: DNS } };
const HIDDEN = { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${IMAGE}"` } };
const RUNNING = { running: { startedAt: '2026-11-21T12:00:00Z' } };

suite('--watch', { timeout: 20_000 }, () => {
  test('tells into a pipe what changes, and nothing twice', async () => {
    await withCluster({ objects: [pod(FAILING)] }, async (live) => {
      const watching = startWatching(live, ['--no-probe']);
      await watching.shows('registry name not resolved');
      live.server.apply(pod(RUNNING));
      await watching.shows('no failing image pulls');
      watching.interrupt();
      assert.equal(await watching.code, 130);
      const heads = watching.stdout().match(/^--- \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC ---$/gmu) ?? [];
      assert.equal(heads.length, 2);
      assert.equal(watching.stderr(), '');
    });
  });

  test('writes one report a line with -o json, and keeps the cause that is hidden again', async () => {
    await withCluster({ objects: [pod(FAILING)] }, async (live) => {
      const watching = startWatching(live, ['--no-probe', '-o', 'json']);
      await watching.shows('"dns-failure"');
      live.server.apply(pod(HIDDEN));
      live.server.apply({
        ...pod(FAILING),
        metadata: { name: 'web-2', namespace: 'shop', uid: 'uid-web-2' },
      });
      await watching.shows('"pod":"web-2"');
      watching.interrupt();
      await watching.code;
      const reports = watching
        .stdout()
        .trimEnd()
        .split('\n')
        .map((line) => objectOf(JSON.parse(line)));
      for (const report of reports) {
        const causes = listOf(report['findings']).map((finding) => objectOf(finding)['cause']);
        assert.deepEqual(causes, ['dns-failure']);
      }
    });
  });

  test('writes documents that YAML tells apart, and names that are nothing but names', async () => {
    await withCluster({ objects: [pod(FAILING)] }, async (live) => {
      const yaml = startWatching(live, ['--no-probe', '-o', 'yaml']);
      const names = startWatching(live, ['--no-probe', '-o', 'name']);
      await Promise.all([yaml.shows('cause: dns-failure'), names.shows('pod/web-1')]);
      live.server.apply(pod(RUNNING));
      await yaml.shows('findings: []');
      for (const watching of [yaml, names]) {
        watching.interrupt();
        await watching.code;
      }
      const reports = parseAllDocuments(yaml.stdout());
      assert.deepEqual(
        reports.map((report) => [report.errors, report.get('kind')]),
        [
          [[], 'Report'],
          [[], 'Report'],
        ],
      );
      assert.deepEqual([...new Set(names.stdout().split('\n'))], ['pod/web-1', '']);
    });
  });

  test('keeps one page up to date on a terminal', async () => {
    await withCluster({ objects: [pod(FAILING)] }, async (live) => {
      const watching = startWatching(live, ['--no-probe'], { terminal: 80 });
      await watching.shows('registry name not resolved');
      live.server.apply(pod(RUNNING));
      await watching.shows('no failing image pulls');
      watching.interrupt();
      assert.equal(await watching.code, 130);
      const pages = watching.stdout().split('\u001b[H').slice(1);
      assert.ok(watching.stdout().startsWith('\u001b[2J'));
      for (const page of pages) {
        assert.ok(page.split('\n').length <= 24);
        assert.match(page, /^pulldoctor --watch · .* · Ctrl-C ends it/);
        assert.ok(page.endsWith('\u001b[J'));
      }
    });
  });

  test('looks again by itself where it may not watch', async () => {
    const rules = [{ verbs: ['get', 'list'], apiGroups: ['*'], resources: ['*'] }];
    const users = [{ name: 'dev', token: 'dev-token', rules }];
    await withCluster({ objects: [pod(FAILING)], users }, async (live) => {
      const watching = startWatching(live, ['--no-probe'], {}, { ...QUICK, anyway: () => 20 });
      await watching.shows('registry name not resolved');
      assert.match(
        watching.stderr(),
        /^changes cannot be watched \(.*cannot watch resource.*\): looking again every 10 s\n/,
      );
      live.server.apply(pod(RUNNING));
      await watching.shows('no failing image pulls');
      watching.interrupt();
      assert.equal(await watching.code, 130);
    });
  });

  test('looks at once when changes are told no longer, and when they are again', async () => {
    let looked = (): void => undefined;
    const looks = (times: number): Promise<void> =>
      new Promise((resolve) => {
        let left = times;
        looked = () => void (--left === 0 && resolve());
      });
    const first = looks(1);
    const options = {
      objects: [pod(FAILING)],
      // Both streams are up, break, and are refused once each.
      faults: [{ on: { verb: 'watch' }, does: { kind: 'status', status: 409 }, after: 2, times: 2 }],
      onRequest: ({ verb, resource, query }: RequestRecord) => {
        if (verb === 'list' && resource === 'pods' && query['limit'] !== '1') looked();
      },
    } as const;
    await withCluster(options, async (live) => {
      const watching = startWatching(live, ['--no-probe']);
      await first;
      await watching.shows('registry name not resolved');
      const again = looks(2);
      live.server.dropConnections();
      // Nothing has changed, and the minute after which everything is looked at again is not over.
      await again;
      watching.interrupt();
      await watching.code;
    });
  });

  test('ends with the last exit code when nobody reads any more', async () => {
    await withCluster({ objects: [pod(FAILING)] }, async (live) => {
      const watching = startWatching(live, ['--no-probe', '-o', 'json'], { closesAfter: 1 });
      assert.equal(await watching.code, 1);
    });
  });

  for (const [flag, message] of [
    ['--from-node', '--watch goes on looking, and --from-node is for one look'],
    ['-q', '--watch goes on looking, and --quiet is for one look'],
  ] as const) {
    test(`refuses ${flag}`, async () => {
      await withCluster({}, async (live) => {
        const { code, err } = await live.run('-w', flag);
        assert.equal(code, 2);
        assert.equal(err, `error: ${message}\n`);
        assert.deepEqual(live.server.requests, []);
      });
    });
  }
});
