import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Reason } from '../../../src/core/diagnosis/cause.ts';
import type { Finding } from '../../../src/core/diagnosis/finding.ts';
import type { ClusterEvidence } from '../../../src/core/evidence/evidence.ts';
import { planRemedies } from '../../../src/core/remedy/plan-remedies.ts';
import type { Remedy } from '../../../src/core/remedy/remedy.ts';
import {
  DEPLOYMENT,
  findingOf,
  sampleEvidence,
  sampleFinding,
  sampleNode,
  samplePod,
  samplePull,
  sampleSecret,
} from './sample-finding.ts';

const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1';
const LOGIN = `'--docker-username=<USER>' '--docker-password=<TOKEN>'`;
const CREATE = `kubectl -n shop create secret docker-registry regcred --docker-server=registry.example.com ${LOGIN}`;
const PATCH = { spec: { template: { spec: { imagePullSecrets: [{ name: 'regcred' }] } } } };
const REFER = `kubectl -n shop patch deployment/web -p '${JSON.stringify(PATCH)}'`;

function first(finding: Finding, evidence: ClusterEvidence = sampleEvidence()): Remedy | undefined {
  return planRemedies(finding, evidence)[0];
}

function withSecrets(names: readonly string[], change: Partial<ClusterEvidence> = {}): ClusterEvidence {
  return sampleEvidence({ pods: [samplePod({ imagePullSecrets: names })], ...change });
}

suite('a client certificate is wanted', () => {
  test('it goes onto the nodes: no pull secret can hold one', () => {
    const [remedy, ...others] = planRemedies(
      sampleFinding('credentials-missing', { rung: 'tls' }),
      sampleEvidence(),
    );
    assert.deepEqual(others, []);
    assert.equal(remedy?.title, 'Give the nodes a client certificate for registry.example.com');
    assert.match(remedy?.commands.join('\n') ?? '', /certs\.d\/registry\.example\.com\/client\.cert/u);
    assert.doesNotMatch(remedy?.commands.join('\n') ?? '', /docker-registry/u);
  });
});

suite('credentials missing', () => {
  test('no secret at all: make one and name it, in the workload or the service account, in full', () => {
    const patch = { imagePullSecrets: [{ name: 'regcred' }] };
    assert.deepEqual(
      planRemedies(
        sampleFinding('credentials-missing', { reason: 'no-secret-referenced' }),
        sampleEvidence(),
      ),
      [
        {
          title: 'Give the pods a pull secret',
          safety: 'unsafe',
          commands: [CREATE, REFER],
          target: { kind: 'Deployment', namespace: 'shop', name: 'web' },
          patchType: 'strategic',
          patch: PATCH,
        },
        {
          title: 'Name the secret in service account default, for all its pods',
          safety: 'unsafe',
          commands: [
            `kubectl -n shop patch serviceaccount default -p '${JSON.stringify(patch)}'`,
            'kubectl -n shop rollout restart deployment/web',
          ],
          target: { kind: 'ServiceAccount', namespace: 'shop', name: 'default' },
          patchType: 'strategic',
          patch,
          note: 'Pods take it up when they are made, so those of deployment/web are made anew',
        },
      ],
    );
  });

  test('a fitting secret stands beside the pods: only name it', () => {
    const secrets = [sampleSecret('company-registry', ['https://registry.example.com'])];
    const remedy = first(sampleFinding('credentials-missing'), sampleEvidence({ secrets }));
    assert.equal(remedy?.title, 'Let the pods use the pull secret company-registry of their namespace');
    assert.equal(remedy?.commands.length, 1);
  });

  test('a fitting secret stands in another namespace: copy it without showing it', () => {
    const secrets = [sampleSecret('ci', ['registry.example.com'], { namespace: 'build' })];
    assert.deepEqual(first(sampleFinding('credentials-missing'), sampleEvidence({ secrets }))?.commands, [
      `kubectl -n build get secret ci -o 'jsonpath={.data.\\.dockerconfigjson}' | base64 -d | kubectl -n shop create secret generic regcred --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson=/dev/stdin`,
      REFER,
    ]);
  });

  test('the name regcred is taken by a secret for another registry', () => {
    const secrets = [sampleSecret('regcred', ['quay.io'])];
    assert.match(
      first(sampleFinding('credentials-missing'), sampleEvidence({ secrets }))?.commands[0] ?? '',
      /docker-registry regcred-2 /,
    );
  });

  test('Docker Hub has its own key', () => {
    const remedy = first(findingOf('credentials-missing', 'acme/tool:7'));
    assert.match(remedy?.commands[0] ?? '', /--docker-server=https:\/\/index\.docker\.io\/v1\/ /);
    assert.match(remedy?.note ?? '', /access token/);
  });

  const repairs: readonly (readonly [Reason, string, readonly string[]])[] = [
    [
      'secret-absent',
      'Create the pull secret hub that the pods refer to',
      [CREATE.replace('regcred', 'hub')],
    ],
    [
      'secret-wrong-type',
      'Make the pull secret hub anew with the right type',
      ['kubectl -n shop delete secret hub', CREATE.replace('regcred', 'hub')],
    ],
    [
      'secret-wrong-server',
      'Write the pull secret hub anew for this registry',
      [`${CREATE.replace('regcred', 'hub')} --dry-run=client -o yaml | kubectl -n shop apply -f -`],
    ],
    [
      'secret-empty',
      'Write the pull secret hub anew for this registry',
      [`${CREATE.replace('regcred', 'hub')} --dry-run=client -o yaml | kubectl -n shop apply -f -`],
    ],
  ];
  for (const [reason, title, commands] of repairs) {
    test(`the secret is there in name: ${reason}`, () => {
      const remedy = first(sampleFinding('credentials-missing', { reason }), withSecrets(['hub']));
      assert.deepEqual({ title: remedy?.title, commands: remedy?.commands }, { title, commands });
      assert.deepEqual(remedy?.target, { kind: 'Secret', namespace: 'shop', name: 'hub' });
    });
  }

  test('of two secrets the absent one is made', () => {
    const evidence = withSecrets(['here', 'gone'], { secrets: [sampleSecret('here', ['quay.io'])] });
    assert.match(
      first(sampleFinding('credentials-missing', { reason: 'secret-absent' }), evidence)?.title ?? '',
      /secret gone /,
    );
  });

  test('the service account has it, the pods are older: make them anew', () => {
    const serviceAccounts = [
      { namespace: 'shop', name: 'default', imagePullSecrets: ['hub'], cloudIdentity: {} },
    ];
    const planned = planRemedies(
      sampleFinding('credentials-missing', { reason: 'secret-not-inherited' }),
      sampleEvidence({ serviceAccounts }),
    );
    assert.deepEqual(
      planned.map(({ commands }) => commands),
      [['kubectl -n shop rollout restart deployment/web'], [REFER.replace('regcred', 'hub')]],
    );
  });

  const clouds: readonly (readonly [string, RegExp])[] = [
    [
      ECR,
      /^aws iam attach-role-policy --role-name '<NODE_ROLE>' --policy-arn arn:aws:iam::aws:policy\/AmazonEC2ContainerRegistryPullOnly$/,
    ],
    ['shop.azurecr.io/web:1', /^az aks update -g '<GROUP>' -n '<CLUSTER>' --attach-acr shop$/],
    [
      'europe-west1-docker.pkg.dev/proj/repo/web:1',
      /^gcloud artifacts repositories add-iam-policy-binding repo --project=proj --location=europe-west1 /,
    ],
  ];
  for (const [image, command] of clouds) {
    test(`the nodes sign in by themselves: ${image.slice(0, 30)}`, () => {
      assert.match(
        first(findingOf('credentials-missing', image, { reason: 'provider-silent' }))?.commands[0] ?? '',
        command,
      );
    });
  }

  test('nodes elsewhere cannot: a secret comes first', () => {
    const evidence = sampleEvidence({ nodes: [sampleNode({ provider: 'kind' })] });
    assert.equal(
      first(findingOf('credentials-missing', ECR), evidence)?.title,
      'Give the pods a pull secret',
    );
  });

  test('a static pod takes no secret: the node gets the credentials', () => {
    const pulls = [samplePull({ owner: { apiVersion: 'v1', kind: 'Node', name: 'node-1' } })];
    const remedy = first(sampleFinding('credentials-missing', { pulls }));
    assert.deepEqual(remedy?.commands, [
      'sudo install -m 0600 ./config.json /var/lib/kubelet/config.json',
      'sudo systemctl restart kubelet',
    ]);
  });

  test('a mirror pod is static, whoever is said to own it', () => {
    const pulls = [samplePull({ owner: { apiVersion: 'v1', kind: 'Pod', name: 'web-1' } })];
    const evidence = sampleEvidence({ pods: [samplePod({ mirror: true })] });
    assert.match(
      first(sampleFinding('credentials-missing', { pulls }), evidence)?.note ?? '',
      /A static pod gets no pull secrets/,
    );
  });

  test('a bare pod has to be made anew', () => {
    const pulls = [samplePull({ owner: { apiVersion: 'v1', kind: 'Pod', name: 'web-1' } })];
    assert.deepEqual(first(sampleFinding('credentials-missing', { pulls }))?.commands, [
      CREATE,
      'kubectl -n shop get pod/web-1 -o yaml > ./web-1.yaml',
      'kubectl -n shop replace --force -f ./web-1.yaml',
    ]);
  });

  test('Helm has values for it', () => {
    const pulls = [samplePull({ owner: { ...DEPLOYMENT, managedBy: 'Helm/web' } })];
    assert.match(
      first(sampleFinding('credentials-missing', { pulls }))?.note ?? '',
      /--set 'imagePullSecrets\[0\]\.name=regcred'/,
    );
  });
});

suite('cannot tell absent from private', () => {
  test('private first, then the name, then what settles it', () => {
    const planned = planRemedies(
      findingOf('access-denied-ambiguous', 'myregistry/team/app:1'),
      sampleEvidence(),
    );
    assert.deepEqual(
      planned.map(({ title }) => title),
      [
        'If the image is private: give the pods a pull secret',
        'If the name is wrong, correct it',
        'Settle which it is: ask with an account that should see it',
      ],
    );
    assert.match(planned[1]?.note ?? '', /myregistry is no host/);
    assert.deepEqual(planned[2]?.commands, [
      `skopeo list-tags --creds '<USER>:<TOKEN>' docker://docker.io/myregistry/team/app`,
    ]);
  });

  test('an official image of Docker Hub is never private', () => {
    const remedy = first(findingOf('access-denied-ambiguous', 'ngnix:1'));
    assert.equal(remedy?.title, 'Correct the image name');
    assert.match(remedy?.note ?? '', /as library\/ngnix.*open to all/);
  });
});

suite('credentials rejected, expired, malformed', () => {
  const worthless = [
    ['secret-value-damaged', /^The password in hub is damaged/],
    ['secret-expired', /^The token in hub has run out/],
  ] as const;
  for (const [reason, note] of worthless) {
    test(`the login in the secret is worth nothing: ${reason}`, () => {
      const remedy = first(sampleFinding('credentials-rejected', { reason }), withSecrets(['hub']));
      assert.equal(remedy?.title, 'Write the pull secret hub anew with credentials that work');
      assert.match(remedy?.note ?? '', note);
    });
  }

  test('a 403 to a token that has run out: a fresh one comes first', () => {
    const remedy = first(sampleFinding('forbidden', { reason: 'secret-expired' }), withSecrets(['hub']));
    assert.equal(remedy?.title, 'Write the pull secret hub anew with a fresh token');
  });

  test('the referenced secret is written anew', () => {
    const planned = planRemedies(sampleFinding('credentials-rejected'), withSecrets(['hub']));
    assert.deepEqual(
      planned.map(({ title }) => title),
      [
        'Write the pull secret hub anew with credentials that work',
        'If the image is public, take the secret out',
      ],
    );
    assert.deepEqual(planned[0]?.commands, [
      `${CREATE.replace('regcred', 'hub')} --dry-run=client -o yaml | kubectl -n shop apply -f -`,
    ]);
  });

  test('of two, the one for this registry', () => {
    const secrets = [sampleSecret('one', ['quay.io']), sampleSecret('two', ['registry.example.com'])];
    assert.match(
      first(sampleFinding('credentials-rejected'), withSecrets(['one', 'two'], { secrets }))?.title ?? '',
      /secret two /,
    );
  });

  test('no secret in the pods: whether the node sent one, the message may tell', () => {
    assert.match(first(sampleFinding('credentials-rejected'))?.note ?? '', /^The pods name no secret$/);
    const pull = samplePull({}, { kind: 'login-refused' });
    const attempt = { hints: [], faults: [], sent: 'credentials' as const };
    const pulls = [{ ...pull, verdict: { ...pull.verdict, attempt } }];
    assert.match(first(sampleFinding('credentials-rejected', { pulls }))?.note ?? '', /came from the node$/);
  });

  test('pods that were not seen: the name is left open', () => {
    assert.match(
      first(sampleFinding('credentials-rejected'), sampleEvidence({ pods: [] }))?.title ?? '',
      /<SECRET>/,
    );
  });

  test('ECR: a fresh token, then the nodes for good', () => {
    const planned = planRemedies(findingOf('credentials-expired', ECR), withSecrets(['ecr']));
    assert.deepEqual(planned[0]?.commands, [
      'kubectl -n shop create secret docker-registry ecr --docker-server=123456789012.dkr.ecr.eu-west-1.amazonaws.com --docker-username=AWS --docker-password="$(aws ecr get-login-password --region eu-west-1)" --dry-run=client -o yaml | kubectl -n shop apply -f -',
    ]);
    assert.match(planned[1]?.commands[0] ?? '', /attach-role-policy/);
  });

  test('malformed: any of the secrets may be the one', () => {
    const planned = planRemedies(sampleFinding('pull-secret-malformed'), withSecrets(['a', 'b']));
    assert.match(planned[0]?.note ?? '', /Any of a, b/);
    assert.deepEqual(planned[0]?.commands, [
      `kubectl -n shop delete secret '<SECRET>'`,
      `kubectl -n shop create secret docker-registry '<SECRET>' --docker-server=registry.example.com ${LOGIN}`,
    ]);
    assert.deepEqual(
      planned[1]?.commands,
      ['a', 'b'].map(
        (name) =>
          `kubectl -n shop get secret ${name} -o 'jsonpath={.data.\\.dockerconfigjson}' | base64 -d | jq '.auths | map_values(keys)'`,
      ),
    );
  });
});

suite('forbidden', () => {
  const cases: readonly (readonly [string, Reason | undefined, RegExp])[] = [
    [ECR, undefined, /role of the nodes pull from ECR/],
    ['shop.azurecr.io/web:1', undefined, /pull from this Azure registry/],
    ['europe-docker.pkg.dev/p/r/i:1', undefined, /service account of the nodes/],
    ['ghcr.io/org/app:1', undefined, /Give the pods a pull secret/],
    ['shop.azurecr.io/web:1', 'address-refused', /Let the address of the nodes/],
    ['harbor.example.com/p/web:1', 'content-policy', /pass the policy/],
  ];
  for (const [image, reason, title] of cases) {
    test(`${image.slice(0, 28)} ${reason ?? ''}`, () => {
      assert.match(
        first(findingOf('forbidden', image, reason === undefined ? {} : { reason }))?.title ?? '',
        title,
      );
    });
  }

  test('pods that name a secret: its account lacks the right', () => {
    assert.match(
      first(findingOf('forbidden', 'ghcr.io/org/app:1'), withSecrets(['hub']))?.title ?? '',
      /^Grant the account/,
    );
  });

  test('the store of the layers refuses: neither secret nor account help', () => {
    const host = { name: 'blobs.example.net', role: 'blob' } as const;
    assert.equal(
      first(sampleFinding('forbidden', { host }))?.title,
      'Let the nodes fetch layers from blobs.example.net',
    );
  });

  test('the firewall of an Azure registry has a command', () => {
    const remedy = first(findingOf('forbidden', 'shop.azurecr.io/web:1', { reason: 'address-refused' }));
    assert.deepEqual(remedy?.commands, [`az acr network-rule add --name shop --ip-address '<ADDRESS>'`]);
  });
});
