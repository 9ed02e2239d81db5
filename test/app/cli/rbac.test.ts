import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { run } from '../../../src/app/cli/run.ts';
import { liveCluster, rulesOf } from '../../edge/cluster/live-cluster.ts';
import { playedIo } from './played-io.ts';

interface Played {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

async function play(args: readonly string[], kubeconfig: string = '/nowhere'): Promise<Played> {
  const played = playedIo({ env: { KUBECONFIG: kubeconfig } });
  const code = await run(['rbac', ...args], played.io);
  return { out: played.stdout(), err: played.stderr(), code };
}

async function withRights(t: TestContext, ...args: readonly string[]): Promise<Played> {
  const { kubeconfig } = await liveCluster(t, [], {
    rules: rulesOf({ depths: ['secrets'], namespace: 'shop' }),
  });
  return play(args, kubeconfig);
}

suite('rbac', () => {
  test('asks no cluster when everything is on the line', async () => {
    const { out, err, code } = await play(['--nodes', '-n', 'shop', '--for', 'serviceaccount:shop:ci']);
    assert.deepEqual([err, code], ['', 0]);
    const kinds = parseAllDocuments(out).map((document) => (document.toJS() as { kind: string }).kind);
    assert.deepEqual(kinds, ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']);
  });

  test('is one YAML that a reader understands', async () => {
    const { out } = await play(['--secrets', '-n', 'shop', '--for', 'user:dev']);
    assert.ok(
      out.startsWith(
        [
          '# pods, what was said of them, and who owns them',
          'apiVersion: rbac.authorization.k8s.io/v1',
          'kind: Role',
          'metadata:',
          '  name: pulldoctor',
          '  namespace: shop',
          'rules:',
          '  # which pods wait for which images (watch: -w)',
          '  - apiGroups: [""]',
          '    resources: [pods]',
          '    verbs: [get, list, watch]',
          '',
        ].join('\n'),
      ),
      out,
    );
    assert.match(
      out,
      /\n---\n# whether the pull secrets fit, and what the registry says to them\n# WARNING: get on secrets/u,
    );
  });

  test('is for whoever asks, when nobody is named', async (t) => {
    const { out, code } = await withRights(t, '-n', 'shop');
    assert.equal(code, 0);
    assert.match(out, /subjects:\n {2}- kind: User\n {4}name: "dev"\n/u);
  });

  test('--check says what one has and lacks', async (t) => {
    const { out, code } = await withRights(t, '--check', '--secrets', '--nodes', '-n', 'shop');
    assert.equal(code, 0);
    assert.equal(
      out,
      [
        'rights of dev in namespace shop',
        '',
        'base: pods, what was said of them, and who owns them',
        '  pods                    get yes, list yes, watch yes',
        '  events                  list yes, watch yes',
        '  serviceaccounts         get yes',
        '  replicationcontrollers  get yes, list yes',
        '  deployments             get yes, list yes',
        '  replicasets             get yes, list yes',
        '  statefulsets            get yes, list yes',
        '  daemonsets              get yes, list yes',
        '  jobs                    get yes, list yes',
        '  cronjobs                get yes, list yes',
        '',
        'secrets: whether the pull secrets fit, and what the registry says to them',
        '  secrets  get yes',
        '',
        "nodes: the nodes' kubelets, platforms, conditions and images",
        '  nodes  get NO, list NO',
        '  to get what is missing: pulldoctor rbac --nodes -n shop --for user:dev | kubectl apply -f -',
        '',
        '',
      ].join('\n'),
    );
  });

  test('--check of an API server that does not say is no "no"', async (t) => {
    const faults = [
      { on: { resource: 'selfsubjectaccessreviews' }, does: { kind: 'status', status: 500 } },
    ] as const;
    const { kubeconfig } = await liveCluster(t, [], { faults });
    const { out, code } = await play(['--check', '--nodes', '-n', 'shop'], kubeconfig);
    assert.equal(code, 3);
    assert.match(out, / {2}nodes {2}get \? \(500 /u);
    assert.doesNotMatch(out, /NO|to get what is missing/u);
  });

  test('that is typed wrong', async () => {
    const table: readonly (readonly [readonly string[], string])[] = [
      [['pods'], 'rbac takes flags only, not "pods"'],
      [['--for', 'dev'], '--for must be user:NAME, group:NAME or serviceaccount:NAMESPACE:NAME, not "dev"'],
      [['--check', '--for', 'user:dev'], '--check is about you: leave --for out'],
    ];
    for (const [args, message] of table) {
      assert.deepEqual(await play(args), { out: '', err: `error: ${message}\n`, code: 2 });
    }
  });
});
