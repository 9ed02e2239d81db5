import fc from 'fast-check';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parse, stringify } from 'yaml';
import { readPlainYaml } from '../../../../src/edge/cluster/login/kubeconfig-yaml.ts';

/** As `gcloud` writes it: long texts are folded, lists stand as far left as their keys. */
const GKE = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: LS0tLS1CRUdJTi==
    server: https://203.0.113.7
  name: gke_shop_europe-west1_prod
contexts:
- context:
    cluster: gke_shop_europe-west1_prod
    user: gke_shop_europe-west1_prod
  name: gke_shop_europe-west1_prod
current-context: gke_shop_europe-west1_prod
kind: Config
preferences: {}
users:
- name: gke_shop_europe-west1_prod
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      args: null
      command: gke-gcloud-auth-plugin
      env: null
      installHint: Install gke-gcloud-auth-plugin for use with kubectl by following
        https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl#install_plugin
      interactiveMode: IfAvailable
      provideClusterInfo: true
`;

/** As `aws eks update-kubeconfig` writes it. */
const EKS = `apiVersion: v1
kind: Config
# made by hand

users:
- name: arn:aws:eks:eu-west-1:111122223333:cluster/prod
  user:
    exec:
      args:
      - --region
      - eu-west-1
      - eks
      - get-token
      - --output
      - json
      command: aws
      env:
      - name: AWS_PROFILE
        value: "prod"
      - name: QUOTED
        value: 'a: b # c'
`;

suite('readPlainYaml reads', () => {
  for (const [what, text] of [
    ['what gcloud writes', GKE],
    ['what aws writes', EKS],
    ['a border in front', `---\n${EKS}`],
    ['lists to the right of their keys', 'a:\n  - b: 1\n    c: true\n  - b: 2\n'],
    ['nothing', ''],
    ['comments alone', '# nothing\n\n'],
    ['an empty value before the next key', 'a:\nb: null\nc:\n  d:\n'],
    ['lists of texts', 'args:\n- -c\n- --x=1\n- /bin/sh\n- a:b\n'],
  ] as const) {
    test(what, () => assert.deepEqual(readPlainYaml(text)?.value, parse(text)));
  }
});

suite('readPlainYaml leaves to the full parser', () => {
  for (const text of [
    'a: &anchor b\n',
    'a: *anchor\n',
    'a: !!str 1\n',
    'a: |\n  text\n',
    'a: >-\n  text\n',
    'a: {b: 1}\n',
    'a: [1]\n',
    'a: "b\\n"\n',
    "a: 'it''s'\n",
    'a: 0x1f\n',
    'a: 1.5\n',
    'a: 010\n',
    'a: 2024-01-01\n',
    'a: yes\n',
    'a: True\n',
    'a: ~\n',
    'on: 1\n',
    'a: b\na: c\n',
    'a: b: c\n',
    'a: b # comment\n',
    'a: b\n\n  c\n',
    'a: b\n# comment\n  c\n',
    '- - a\n',
    '-\n  a: b\n',
    '"a": b\n',
    '? a\n: b\n',
    '<<: b\n',
    'a:\tb\n',
    'a: b\r\n',
    'a: ü\n',
    'a: b\n---\na: c\n',
    '%YAML 1.1\n---\na: b\n',
    'a:\n    b: 1\n  c: 2\n',
    'a: b\n  c: d\n',
    'plain text\n',
  ]) {
    test(JSON.stringify(text), () => assert.equal(readPlainYaml(text), undefined));
  }
});

const WORDS = [
  'a',
  'key',
  'true',
  'null',
  'no',
  '12',
  '007',
  '--flag',
  'a b',
  'http://h:1/p#q',
  '',
  'a: b',
  '#',
  "'",
  '"',
];
const text = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-z]{1,5}[a-z0-9/:.= -]{0,30}[a-z0-9]$/) },
  { weight: 2, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
);
const key = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('name', 'user', 'as-groups', 'client.key', 'kind') },
  { weight: 1, arbitrary: text },
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.constantFrom(true, false, null, 0, 7, 443),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 3 }),
  ),
}));

suite('readPlainYaml agrees with the full parser', () => {
  test('on every value that is written as YAML, where it answers at all', () => {
    let answered = 0;
    fc.assert(
      fc.property(
        fc.dictionary(key, tree, { maxKeys: 4 }),
        fc.constantFrom(0, 40),
        fc.boolean(),
        (value, lineWidth, indentSeq) => {
          answered += agrees(stringify(value, { lineWidth, indentSeq }));
        },
      ),
      { numRuns: 400 },
    );
    assert.ok(answered > 40, `answered only ${answered} times`);
  });

  const LINES = [
    'a: b',
    'a:',
    '- a',
    '- a: b',
    '  c: d',
    '  - e',
    '    f',
    '  ',
    '# g',
    '-',
    'h: "i"',
    'a: 1',
    '---',
    'j: k:',
  ];
  test('on every heap of lines, where it answers at all', () => {
    let answered = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LINES), { maxLength: 6 }), (lines) => {
        answered += agrees(`${lines.join('\n')}\n`);
      }),
      { numRuns: 2000 },
    );
    assert.ok(answered > 100, `answered only ${answered} times`);
  });
});

/** 1 when the fast reader answered, and then as the full parser does. */
function agrees(yaml: string): number {
  const fast = readPlainYaml(yaml);
  if (fast === undefined) return 0;
  assert.deepEqual(fast.value, parse(yaml), yaml);
  return 1;
}
