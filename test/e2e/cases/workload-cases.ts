import type { KubeObject } from '../cluster/kube-api.ts';
import type { Answer, Case, Place } from './case.ts';
import { at, pod, podSpec, SOUND_IMAGE, template, workload, type PodRequest } from './objects.ts';

/** An image that is not there, of the case's own: cases that share one are one incident. */
function gone(name: string): string {
  return at('registry', `team/app:9.9-${name}`);
}

function bad(name: string): PodRequest {
  return { image: gone(name), podNetwork: name.startsWith('owner-') };
}

const SAID = /:9\.9-[a-z-]+: not found/u;

const MISSING: Answer = {
  causes: ['not-found-unspecified', 'tag-not-found', 'repository-not-found'],
  atMost: 'likely',
  actor: ['author'],
};

/** The registry has the repository, and not the tag. */
const PROBED: Case['probed'] = { causes: ['tag-not-found'], atMost: 'proven', atLeast: 'likely' };

/** `team/side` was never pushed. */
const PROBED_SIDE: Case['probed'] = { ...PROBED, causes: ['repository-not-found'] };

function job(place: Place, name: string, request: PodRequest): Readonly<Record<string, unknown>> {
  return { backoffLimit: 3, template: template(place, name, { ...request, restart: 'Never' }) };
}

function jobObject(place: Place, name: string, request: PodRequest): KubeObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: place.namespace },
    spec: job(place, name, request),
  };
}

function cronJob(place: Place, name: string, request: PodRequest): KubeObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: place.namespace },
    // Once a minute, and never a second one beside it.
    spec: {
      schedule: '* * * * *',
      concurrencyPolicy: 'Forbid',
      jobTemplate: { spec: job(place, name, request) },
    },
  };
}

const HELM = {
  labels: { 'app.kubernetes.io/managed-by': 'Helm' },
  annotations: { 'meta.helm.sh/release-name': 'shop', 'meta.helm.sh/release-namespace': 'shop' },
};
const ARGO = { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/argo' } };

function owned(kind: string, managedBy?: string): Answer {
  return { ...MISSING, owner: { kind, ...(managedBy === undefined ? {} : { managedBy }) } };
}

const KINDS: readonly Case[] = [
  ...(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'] as const).map((kind): Case => {
    const name = `owner-${kind.toLowerCase()}`;
    const remedy = kind === 'ReplicaSet' ? {} : { remedy: new RegExp(`${kind}[/ ]+${name}`, 'iu') };
    return {
      name,
      make: (place) => [workload(place, kind, name, bad(name))],
      said: SAID,
      answer: { ...owned(kind), ...remedy },
      probed: PROBED,
    };
  }),
  {
    name: 'owner-job',
    make: (place) => [jobObject(place, 'owner-job', bad('owner-job'))],
    said: SAID,
    answer: owned('Job'),
    probed: PROBED,
  },
  {
    name: 'owner-cronjob',
    make: (place) => [cronJob(place, 'owner-cronjob', bad('owner-cronjob'))],
    said: SAID,
    answer: { ...owned('CronJob'), remedy: /cronjob[/ ]+owner-cronjob/iu },
    probed: PROBED,
  },
  {
    name: 'owner-helm',
    make: (place) => [workload(place, 'Deployment', 'owner-helm', bad('owner-helm'), HELM)],
    said: SAID,
    answer: { ...owned('Deployment', 'Helm/shop'), remedy: /helm/u },
    probed: PROBED,
  },
  {
    name: 'owner-argo',
    make: (place) => [workload(place, 'Deployment', 'owner-argo', bad('owner-argo'), ARGO)],
    said: SAID,
    answer: owned('Deployment', 'ArgoCD/shop'),
    probed: PROBED,
  },
  ...(['Deployment', 'StatefulSet', 'DaemonSet'] as const).map((kind): Case => {
    const name = `sound-${kind.toLowerCase()}`;
    return {
      name,
      make: (place) => [workload(place, kind, name, { image: SOUND_IMAGE, podNetwork: true })],
      answer: 'sound',
    };
  }),
];

const SIDE: PodRequest['containers'] = [
  { name: 'app', image: SOUND_IMAGE },
  { name: 'side', image: at('registry', 'team/side:3.1') },
];

/** Two pods of one image: one incident, with the remedy for each owner named. */
const SHARED = ['one', 'other'].map((which): Case => {
  const name = `shared-by-${which}`;
  return {
    name,
    make: (place) => [workload(place, 'Deployment', name, { image: at('registry', 'team/shared:8.8') })],
    said: /team\/shared:8\.8: not found/u,
    answer: { ...owned('Deployment'), remedy: new RegExp(`deployment[/ ]+${name}`, 'iu') },
    probed: PROBED,
  };
});

const POSITIONS: readonly Case[] = [
  {
    name: 'second-container',
    make: (place) => [pod(place, 'second-container', { containers: SIDE })],
    said: /:3\.1: not found/u,
    answer: { ...MISSING, containers: ['side'] },
    probed: PROBED_SIDE,
  },
  {
    name: 'both-containers',
    make: (place) => [
      pod(place, 'both-containers', {
        containers: [
          { name: 'app', image: gone('both-containers') },
          { name: 'side', image: at('registry', 'team/side:3.1') },
        ],
      }),
    ],
    said: SAID,
    answer: { ...MISSING, containers: ['app', 'side'] },
    probed: { ...PROBED, causes: ['tag-not-found', 'repository-not-found'] },
  },
  {
    name: 'init-container',
    make: (place) => [
      pod(place, 'init-container', { init: [{ name: 'setup', image: gone('init-container') }] }),
    ],
    said: SAID,
    answer: { ...MISSING, containers: ['setup'], kind: 'initContainer' },
    probed: PROBED,
  },
  {
    name: 'sidecar',
    make: (place) => [
      pod(place, 'sidecar', { init: [{ name: 'proxy', image: gone('sidecar'), restartPolicy: 'Always' }] }),
    ],
    said: SAID,
    answer: { ...MISSING, containers: ['proxy'], kind: 'initContainer' },
    probed: PROBED,
  },
  {
    name: 'debug-container',
    when: 'later',
    make: (place) => [pod(place, 'debug-container', {})],
    afterwards: ({ namespace }) => [
      {
        method: 'PATCH',
        path: `/api/v1/namespaces/${namespace}/pods/debug-container/ephemeralcontainers`,
        body: { spec: { ephemeralContainers: [{ name: 'debug', image: gone('debug-container') }] } },
      },
    ],
    said: SAID,
    answer: { ...MISSING, containers: ['debug'], kind: 'ephemeralContainer' },
    probed: PROBED,
  },
  {
    name: 'image-volume',
    stacks: ['new'],
    make: (place) => [volumePod(place, 'image-volume', at('registry', 'team/volume:9.9'))],
    said: /team\/volume:9\.9: not found/u,
    answer: { ...MISSING, kind: 'imageVolume' },
    probed: PROBED,
  },
  {
    name: 'image-volume-sound',
    stacks: ['new'],
    make: (place) => [volumePod(place, 'image-volume-sound', at('registry', 'team/volume:1.0'))],
    answer: 'sound',
  },
];

function volumePod(place: Place, name: string, reference: string): KubeObject {
  const volumeMounts = [{ name: 'data', mountPath: '/data' }];
  return pod(place, name, {
    containers: [{ name: 'app', image: SOUND_IMAGE, volumeMounts }],
    volumes: [{ name: 'data', image: { reference } }],
  });
}

/** A rollout that was fine until its image changed. */
const ROLLOUT: Case = {
  name: 'rollout',
  when: 'later',
  make: (place) => [workload(place, 'Deployment', 'rollout', { image: SOUND_IMAGE })],
  afterwards: ({ namespace }) => [
    {
      method: 'PATCH',
      path: `/apis/apps/v1/namespaces/${namespace}/deployments/rollout`,
      body: {
        spec: {
          template: { spec: { containers: [{ name: 'app', image: at('registry', 'team/app:1.O') }] } },
        },
      },
    },
  ],
  said: /:1\.O: not found/u,
  answer: { ...owned('Deployment'), remedy: /rollout undo|set image/u },
  probed: { ...PROBED, suggests: SOUND_IMAGE },
};

/** Spec of a pod without an API object of its own: no node to choose, no service account. */
function staticPod(place: Place, name: string): KubeObject {
  const { nodeSelector: _, ...spec } = podSpec(place, bad(name));
  return { ...pod(place, name, bad(name)), spec };
}

const STATIC: Case = {
  name: 'static-pod',
  make: () => [],
  lay: (place) => staticPod(place, 'static-pod'),
  said: SAID,
  // Nothing in the API changes it: the node's own files do.
  answer: { ...MISSING, owner: { kind: 'Node' } },
  probed: PROBED,
};

/** Who owns the pod, and where in it the pull fails. */
export const WORKLOAD_CASES: readonly Case[] = [...KINDS, ...POSITIONS, ...SHARED, ROLLOUT, STATIC];
