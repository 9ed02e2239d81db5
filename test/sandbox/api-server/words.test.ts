import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type ApiServer, startApiServer } from '../../../src/sandbox/api-server/api-server.ts';
import { ask, type Asked, pod } from '../ask.ts';

// Each line as kube-apiserver 1.35.4 answered it.

type Row = readonly [path: string, status: number, message: string, asked?: Asked];

const PODS = '/api/v1/namespaces/shop/pods';
const MERGE = 'application/merge-patch+json';
const NO_RESOURCE = 'the server could not find the requested resource';
const NO_METHOD = 'the server does not allow this method on the requested resource';
const spec = { containers: [{ name: 'a', image: 'x' }] };

const EXPECTED: readonly Row[] = [
  [`${PODS}/nix`, 404, 'pods "nix" not found'],
  ['/apis/apps/v1/namespaces/shop/deployments/nix', 404, 'deployments.apps "nix" not found'],
  ['/api/v1/pods?fieldSelector=spec.foo%3Dx', 400, 'field label not supported: spec.foo'],
  ['/api/v1/pods?fieldSelector=x', 400, "invalid selector: 'x'; can't understand 'x'"],
  ['/apis/batch/v1/jobs?fieldSelector=a%3Db', 400, 'field label "a" not supported for Job'],
  [
    '/apis/apps/v1/deployments?fieldSelector=a%3Db',
    400,
    '"a" is not a known field selector: only "metadata.name", "metadata.namespace"',
  ],
  [
    '/api/v1/pods?labelSelector=a%20inn%20(b)',
    400,
    "unable to parse requirement: found 'inn', expected: in, notin, =, ==, !=, gt, lt",
  ],
  [
    '/api/v1/pods?labelSelector=a%3D%3D%3Db',
    400,
    "unable to parse requirement: found '=', expected: identifier",
  ],
  ['/api/v1/pods?limit=abc', 400, 'strconv.ParseInt: parsing "abc": invalid syntax'],
  [
    '/api/v1/pods?continue=abc',
    400,
    "invalid continue token: continue key is not valid: invalid character 'i' looking for beginning of value",
  ],
  ['/api/v1/pods?resourceVersion=99999', 504, 'Timeout: Too large resource version: 99999, current: N'],
  [
    '/api/v1/pods?resourceVersionMatch=Exact',
    422,
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
  ],
  [
    '/api/v1/namespaces/nix/pods',
    404,
    'namespaces "nix" not found',
    { method: 'POST', body: { metadata: { name: 'q' }, spec } },
  ],
  [PODS, 409, 'pods "web" already exists', { method: 'POST', body: { metadata: { name: 'web' }, spec } }],
  [
    PODS,
    422,
    'Pod "" is invalid: [metadata.name: Required value: name or generateName is required, spec.containers: Required value]',
    { method: 'POST', body: {} },
  ],
  [
    PODS,
    422,
    'Pod "q" is invalid: spec.containers[0].image: Invalid value: " x": must not have leading or trailing whitespace',
    { method: 'POST', body: { metadata: { name: 'q' }, spec: { containers: [{ name: 'a', image: ' x' }] } } },
  ],
  [
    PODS,
    400,
    'the namespace of the provided object does not match the namespace sent on the request',
    { method: 'POST', body: { metadata: { name: 'q', namespace: 'other' }, spec } },
  ],
  [
    PODS,
    403,
    'pods "q" is forbidden: error looking up service account shop/nosa: serviceaccount "nosa" not found',
    { method: 'POST', body: { metadata: { name: 'q' }, spec: { ...spec, serviceAccountName: 'nosa' } } },
  ],
  [
    `${PODS}?dryRun=Foo`,
    422,
    'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Foo"]: supported values: "All"',
    { method: 'POST', body: { metadata: { name: 'q' }, spec } },
  ],
  [
    `${PODS}/web`,
    409,
    'Operation cannot be fulfilled on pods "web": the object has been modified; please apply your changes to the latest version and try again',
    { method: 'PATCH', contentType: MERGE, body: { metadata: { resourceVersion: '1' } } },
  ],
  [
    `${PODS}/web`,
    409,
    'Operation cannot be fulfilled on Pod "web": the UID in the precondition (nope) does not match the UID in record (u-1). The object might have been deleted and then recreated',
    { method: 'DELETE', body: { preconditions: { uid: 'nope' } } },
  ],
  [
    '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    400,
    'no namespace on request',
    { method: 'POST', body: { spec: {} } },
  ],
];

/** What no client of ours should ask: the right answer, and a surprise in the journal. */
const SURPRISING: readonly Row[] = [
  ['/api/v1/namespaces/shop/podz', 404, NO_RESOURCE],
  ['/apis/apps/v9/namespaces/shop/deployments', 404, NO_RESOURCE],
  ['/api/v1/namespaces/shop/nodes', 404, NO_RESOURCE],
  ['/api/v1/pods/web', 404, NO_RESOURCE],
  ['/api/v1/pods', 405, NO_METHOD, { method: 'DELETE' }],
  ['/api/v1/pods', 405, NO_METHOD, { method: 'POST', body: {} }],
  [PODS, 405, NO_METHOD, { method: 'PUT', body: {} }],
  ['/version', 405, NO_METHOD, { method: 'POST' }],
  [`${PODS}/web`, 415, '415: Unsupported Media Type', { method: 'PATCH', body: {} }],
  [
    PODS,
    415,
    'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    { method: 'POST', contentType: 'text/plain', body: '{}' },
  ],
  [
    PODS,
    406,
    'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    { accept: 'application/json;as=Foo;v=v1;g=meta.k8s.io' },
  ],
  [
    PODS,
    406,
    'you requested PartialObjectMetadata, but the requested object is a list (*core.PodList)',
    { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' },
  ],
  [`${PODS}?limits=5`, 400, 'unknown parameter: limits'],
  [`${PODS}?limit=5&limit=6`, 400, 'repeated parameter: limit'],
];

suite('refusals in the words of the real server', () => {
  let server: ApiServer;

  before(async () => {
    const web = pod('web');
    server = await startApiServer({
      objects: [{ ...web, metadata: { name: 'web', namespace: 'shop', uid: 'u-1' } }],
    });
  });

  after(() => server.close());

  const check = async ([path, status, message, asked]: Row): Promise<void> => {
    const reply = await ask(server, path, asked);
    assert.equal(reply.status, status, reply.text);
    assert.equal(reply.json['kind'], 'Status', reply.text);
    assert.equal(String(reply.json['message']).replace(/current: \d+/, 'current: N'), message);
    assert.equal(reply.json['code'], status);
  };

  for (const row of EXPECTED)
    test(`${row[3]?.method ?? 'GET'} ${row[0]} is ${row[1]}`, async () => {
      await check(row);
      server.assertNoSurprises();
    });

  for (const row of SURPRISING)
    test(`${row[3]?.method ?? 'GET'} ${row[0]} is a surprise`, async () => {
      await check(row);
      assert.throws(() => server.assertNoSurprises(), /did not expect/);
    });

  test('paths that are no API at all are 404 in plain text', async () => {
    for (const path of ['/nope', '/apis/nope/v1']) {
      const reply = await ask(server, path);
      assert.equal(reply.status, 404);
      assert.equal(reply.text, '404 page not found\n');
      assert.equal(server.takeSurprises().length, 1, path);
    }
  });

  test('a server that was surprised does not close in peace', async () => {
    const other = await startApiServer();
    await ask(other, '/nope');
    await assert.rejects(other.close(), /GET \/nope: path \/nope/);
    await assert.rejects(ask(other, '/version'), /ECONNREFUSED/);
  });
});
