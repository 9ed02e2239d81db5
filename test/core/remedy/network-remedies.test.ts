import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Cause } from '../../../src/core/diagnosis/cause.ts';
import type { Finding } from '../../../src/core/diagnosis/finding.ts';
import type { Fault, HostRole } from '../../../src/core/evidence/message/message-reading.ts';
import type { NodeEvidence } from '../../../src/core/evidence/objects/node.ts';
import { planRemedies } from '../../../src/core/remedy/plan-remedies.ts';
import type { Remedy } from '../../../src/core/remedy/remedy.ts';
import { sampleEvidence, sampleFinding, sampleNode, samplePull } from './sample-finding.ts';

const HOST = 'registry.example.com:5000';

interface Case {
  readonly change?: Partial<Finding>;
  readonly fault?: Fault;
  readonly node?: Partial<NodeEvidence>;
  readonly host?: string;
  readonly role?: HostRole;
}

function plan(
  cause: Cause,
  { change = {}, fault, node = {}, host = HOST, role = 'registry' }: Case = {},
): readonly Remedy[] {
  const seen = sampleNode(node);
  const pulls = [samplePull({ image: `${host}/shop/web:1`, node: seen.name }, fault)];
  const finding = sampleFinding(cause, { host: { name: host, role }, actor: 'platform', pulls, ...change });
  return planRemedies(finding, sampleEvidence({ nodes: [seen] }));
}

const CRIO = { runtime: { name: 'cri-o', version: '1.33.0' } };
const ASK = `curl -sS -o /dev/null -w '%{http_code}\\n' --max-time 10 https://${HOST}/v2/`;
const TOML = (server: string, asks: string): string =>
  `printf '%s\\n' 'server = "${server}"' '[host."${asks}"]' 'capabilities = ["pull", "resolve"]' | `;

suite('a private authority, by what the nodes are', () => {
  const cases: readonly (readonly [string, Partial<NodeEvidence>, readonly string[]])[] = [
    ['containerd', {}, [`sudo install -D -m 0644 ./ca.crt /etc/containerd/certs.d/${HOST}/ca.crt`]],
    ['cri-o', CRIO, [`sudo install -D -m 0644 ./ca.crt /etc/containers/certs.d/${HOST}/ca.crt`]],
    [
      'docker',
      { runtime: { name: 'docker', version: '27' } },
      [`sudo install -D -m 0644 ./ca.crt /etc/docker/certs.d/${HOST}/ca.crt`],
    ],
    ['k3s', { kubeletVersion: 'v1.33.1+k3s1' }, ['sudo systemctl restart k3s']],
    ['rke2', { kubeletVersion: 'v1.33.1+rke2r1' }, ['sudo systemctl restart rke2-agent']],
    [
      'openshift',
      { provider: 'openshift', ...CRIO },
      [
        `oc -n openshift-config create configmap registry-cas '--from-file=registry.example.com..5000=<CA_FILE>'`,
        `oc patch image.config.openshift.io/cluster --type=merge -p '{"spec":{"additionalTrustedCA":{"name":"registry-cas"}}}'`,
      ],
    ],
    [
      'kind',
      { provider: 'kind', name: 'dev-worker' },
      [
        `docker exec dev-worker mkdir -p /etc/containerd/certs.d/${HOST}`,
        `docker cp '<CA_FILE>' dev-worker:/etc/containerd/certs.d/${HOST}/ca.crt`,
      ],
    ],
    [
      'minikube',
      { provider: 'minikube' },
      ['mkdir -p ~/.minikube/certs', `cp '<CA_FILE>' ~/.minikube/certs/`, 'minikube start --embed-certs'],
    ],
  ];
  for (const [flavour, node, commands] of cases) {
    test(flavour, () => assert.deepEqual(plan('tls-untrusted', { node })[0]?.commands, commands));
  }

  test('k3s and RKE2 are told what to write', () => {
    const note = plan('tls-untrusted', { node: { kubeletVersion: 'v1.33.1+k3s1' } })[0]?.note ?? '';
    assert.match(
      note,
      /\/etc\/rancher\/k3s\/registries\.yaml on every node: configs: \{"registry\.example\.com:5000": \{tls: \{ca_file: <CA_FILE>\}\}\}/,
    );
  });

  test('a public registry is being intercepted', () => {
    assert.match(plan('tls-untrusted', { host: 'quay.io' })[0]?.note ?? '', /proxy that inspects traffic/);
    assert.doesNotMatch(plan('tls-untrusted')[0]?.note ?? '', /inspects/);
  });
});

suite('plain HTTP, by what the nodes are', () => {
  const path = `/etc/containerd/certs.d/${HOST}/hosts.toml`;
  const toml = TOML(`http://${HOST}`, `http://${HOST}`);
  const cases: readonly (readonly [string, Partial<NodeEvidence>, readonly string[]])[] = [
    ['containerd', {}, [`sudo mkdir -p /etc/containerd/certs.d/${HOST}`, `${toml}sudo tee ${path}`]],
    [
      'kind',
      { provider: 'kind', name: 'dev-worker' },
      [
        `docker exec dev-worker mkdir -p /etc/containerd/certs.d/${HOST}`,
        `${toml}docker exec -i dev-worker tee ${path}`,
      ],
    ],
    [
      'cri-o',
      CRIO,
      [
        'sudo mkdir -p /etc/containers/registries.conf.d',
        `printf '%s\\n' '[[registry]]' 'location = "${HOST}"' 'insecure = true' | sudo tee /etc/containers/registries.conf.d/registry.example.com-5000.conf`,
        'sudo systemctl reload crio',
      ],
    ],
    ['docker', { runtime: { name: 'docker', version: '27' } }, ['sudo systemctl restart docker']],
    ['minikube', { provider: 'minikube' }, ['minikube delete', `minikube start --insecure-registry=${HOST}`]],
    [
      'openshift',
      { provider: 'openshift' },
      [
        `oc patch image.config.openshift.io/cluster --type=merge -p '{"spec":{"registrySources":{"insecureRegistries":["${HOST}"]}}}'`,
      ],
    ],
  ];
  for (const [flavour, node, commands] of cases) {
    test(flavour, () => {
      const [first] = plan('http-https-mismatch', { node, fault: { kind: 'scheme', served: 'http' } });
      assert.deepEqual(first?.commands, commands);
      assert.match(first?.note ?? '', /a certificate is the better end/);
    });
  }

  test('the reverse: take the setting out', () => {
    assert.match(
      plan('http-https-mismatch', { fault: { kind: 'scheme', served: 'https' } })[0]?.title ?? '',
      /^Take out the setting/,
    );
  });
});

suite('names and ways', () => {
  test('DNS: the resolver of the node, and which one failed', () => {
    const fault: Fault = {
      kind: 'dns',
      name: 'registry.example.com',
      server: '10.0.0.2:53',
      detail: 'no such host',
    };
    const [first, second] = plan('dns-failure', { fault });
    assert.deepEqual(first?.commands, ['getent hosts registry.example.com', 'cat /etc/resolv.conf']);
    assert.match(first?.note ?? '', /10\.0\.0\.2:53/);
    assert.equal(second?.title, 'If the host is mistyped, correct the image');
  });

  test('DNS: failing on all nodes with a host nobody knows, the name comes first', () => {
    const pulls = ['node-1', 'node-2'].map((node) =>
      samplePull({ node, pod: `web-${node}`, image: 'registry.exmaple.com/web:1' }),
    );
    const finding = sampleFinding('dns-failure', {
      pulls,
      host: { name: 'registry.exmaple.com', role: 'registry' },
    });
    const [first] = planRemedies(finding, sampleEvidence());
    assert.deepEqual(first?.commands, [`kubectl -n shop set image deployment/web 'app=<HOST>/web:1'`]);
  });

  test('DNS: a name of the cluster', () => {
    const host = 'registry.default.svc.cluster.local:5000';
    const planned = plan('dns-failure', { host, change: { reason: 'cluster-internal-name' } });
    assert.match(planned[0]?.note ?? '', /exist only inside pods/);
    assert.equal(
      planned[1]?.commands[1],
      `${TOML(`https://${host}`, 'https://<MIRROR>')}sudo tee /etc/containerd/certs.d/${host}/hosts.toml`,
    );
  });

  test('another name for the image is no help where the host is not in it', () => {
    for (const cause of [
      'dns-failure',
      'connection-refused',
      'connection-timeout',
      'tls-hostname',
    ] as const) {
      for (const role of ['token', 'blob', 'mirror'] as const) {
        const commands = plan(cause, { role, host: 'quay.io' }).flatMap((one) => one.commands);
        assert.ok(!commands.some((line) => line.includes('set image')), `${cause} ${role}`);
      }
    }
    const finding = sampleFinding('connection-refused', {
      host: { name: 'mirror.example.net', role: 'mirror' },
      actor: 'platform',
    });
    assert.deepEqual(planRemedies(finding, sampleEvidence())[1]?.commands, [
      'grep -rnsF -e mirror.example.net /etc/containerd /etc/containers /etc/rancher /etc/docker',
    ]);
  });

  test('refused: the port is named; localhost is the node', () => {
    const [first] = plan('connection-refused');
    assert.equal(
      first?.title,
      'Get registry.example.com to listen on port 5000, or open the firewall that refuses',
    );
    assert.deepEqual(first?.commands, [ASK]);
    const [local] = plan('connection-refused', {
      host: 'localhost:5000',
      node: { provider: 'kind', name: 'dev-worker' },
    });
    assert.match(local?.note ?? '', /kind-registry:5000/);
    assert.match(
      local?.commands[1] ?? '',
      /docker exec -i dev-worker tee \/etc\/containerd\/certs\.d\/localhost:5000\/hosts\.toml$/,
    );
  });

  test('timeout: whose host it was, and the ways of clouds', () => {
    assert.match(plan('connection-timeout', { role: 'blob' })[0]?.note ?? '', /where the layers are kept/);
    assert.match(plan('connection-timeout', { role: 'token' })[0]?.note ?? '', /token server/);
    assert.match(
      plan('connection-timeout', { host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com' })[0]?.note ?? '',
      /ecr\.dkr/,
    );
  });

  test('broken off: try again first', () => {
    assert.deepEqual(plan('connection-broken')[0], {
      title: 'Try again now, without the rest of the back-off',
      safety: 'safe',
      commands: ['kubectl -n shop delete pod/web-1'],
      target: { kind: 'Deployment', namespace: 'shop', name: 'web' },
      note: 'Layers that came whole are kept',
    } satisfies Remedy);
  });

  test('certificates: clock or dates, names', () => {
    assert.match(plan('tls-expired')[0]?.title ?? '', /^Renew the certificate/);
    assert.equal(
      plan('tls-expired', { change: { reason: 'node-clock' } })[0]?.title,
      "Set the node's clock right",
    );
    assert.equal(plan('tls-expired', { host: 'ghcr.io' })[0]?.title, "Set the node's clock right");
    assert.deepEqual(plan('tls-hostname')[0]?.commands, [
      `openssl s_client -connect ${HOST} -servername registry.example.com < /dev/null | openssl x509 -noout -ext subjectAltName`,
    ]);
  });

  test('proxy: the unit of the runtime', () => {
    assert.deepEqual(plan('proxy-failure', { node: CRIO })[0]?.commands, [
      'sudo systemctl show crio --property=Environment',
      'sudo systemctl daemon-reload',
      'sudo systemctl restart crio',
    ]);
  });
});

suite('the registry', () => {
  test('Docker Hub: an account, a mirror, fewer pulls, or waiting', () => {
    const planned = plan('rate-limited', { host: 'docker.io' });
    assert.deepEqual(
      planned.map(({ title }) => title),
      [
        'Pull with an account, which has a higher limit',
        'Pull the images of docker.io through a mirror that the nodes can reach',
        'Pull less often: take what the node has',
        'Wait: the kubelet tries again by itself',
      ],
    );
    assert.equal(
      planned[1]?.commands[1],
      `${TOML('https://registry-1.docker.io', 'https://<MIRROR>')}sudo tee /etc/containerd/certs.d/docker.io/hosts.toml`,
    );
  });

  test('ECR Public: a login from its one region', () => {
    assert.match(
      plan('rate-limited', { host: 'public.ecr.aws' })[0]?.commands[0] ?? '',
      /aws ecr-public get-login-password --region us-east-1/,
    );
  });

  test('the store of the layers limits: no account lifts that', () => {
    assert.match(plan('rate-limited', { role: 'blob' })[0]?.note ?? '', /host of the layers/);
  });

  test('limits by the second pass by themselves', () => {
    assert.match(plan('rate-limited', { host: 'europe-docker.pkg.dev' })[0]?.title ?? '', /^Wait/);
  });

  test('unavailable: whose it is', () => {
    assert.equal(plan('registry-unavailable')[0]?.title, `Have ${HOST} brought back`);
    assert.match(plan('registry-unavailable', { host: 'quay.io' })[0]?.note ?? '', /status\.redhat\.com/);
    assert.deepEqual(plan('registry-unavailable')[0]?.commands, [ASK]);
  });
});
