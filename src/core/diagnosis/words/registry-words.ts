import type { Cause } from '../cause.ts';
import type { WordsOf } from '../cause-words.ts';

/** Causes that lie in the state of the registry. */
export type RegistryCause = Extract<Cause, 'rate-limited' | 'registry-unavailable' | 'registry-retired'>;

export const REGISTRY_WORDS: WordsOf<RegistryCause> = {
  'rate-limited': () => ({
    title: 'rate limited by the registry',
    meaning:
      'The registry has answered enough for now and turns further pulls away. The image and the name are fine; too many pulls were counted for this address or this account.',
    waiting: 'Waiting helps: the count goes down by itself, on Docker Hub within six hours.',
    checks: [
      'See whose limit it is: anonymous pulls are counted by the public address of the nodes, signed-in pulls by the account',
      'Docker Hub tells what is left; ask from the network of the nodes: `curl -sI -H "Authorization: Bearer $(curl -s \'https://auth.docker.io/token?service=registry.docker.io&scope=repository:ratelimitpreview/test:pull\' | jq -r .token)" https://registry-1.docker.io/v2/ratelimitpreview/test/manifests/latest | grep -i ratelimit`',
    ],
    fixes: [
      'Pull with an account: a pull secret for the registry in the namespace, or in the default service account',
      'Put a cache in between: a pull-through cache (ECR, Artifact Registry, Harbor) set as a mirror on the nodes',
      'Pull less: fixed tags or digests with `imagePullPolicy: IfNotPresent`',
    ],
    traps: [
      'All nodes behind one NAT gateway share one allowance, with everybody else behind it',
      'On Docker Hub it is 100 pulls in six hours without an account and 200 with a free one; paid accounts have no such limit',
      'Trying by hand from your laptop tells nothing: it has another address',
      'A plain `Too Many Requests` from Docker Hub without the words "pull rate limit" guards against abuse, and counts for paying accounts too',
    ],
  }),
  'registry-unavailable': () => ({
    title: 'registry unavailable',
    meaning:
      'The registry was reached and could not serve: an internal error, an overloaded gateway, maintenance, or a quota that is full.',
    waiting: 'Waiting usually helps; the kubelet goes on trying, at the latest every five minutes.',
    checks: [
      'See its status page, for a public registry',
      'Ask for a sign of life: `curl -sI https://HOST/v2/` (200 or 401 is good)',
      'For a registry of your own, read its log, and look at its storage, database and ingress',
    ],
    fixes: [
      'Bring the registry back, if it is yours: full storage is the usual reason',
      'Once it serves again, delete the waiting pods to skip the rest of the back-off',
      'Keep images that matter in a second registry or a mirror, so that nodes can start without this one',
    ],
    traps: [
      'A 502 or 504 comes from the gateway before the registry, which may itself be well',
      'Some registries answer 5xx where their upstream refused them',
      'Pods that run stay up; only new ones and restarts on other nodes are hit',
    ],
  }),
  'registry-retired': () => ({
    title: 'registry retired',
    meaning:
      'The image points to a registry, or a part of one, that its owner has shut down, frozen or moved. The image is most likely still there under another name.',
    waiting: 'Waiting does not help: it will not come back.',
    checks: [
      "Find everything that still uses the old name: `kubectl get pods -A -o jsonpath='{..image}' | tr ' ' '\\n' | sort -u | grep -e k8s.gcr.io -e docker.pkg.github.com -e /bitnami/`",
      'See whether the new place has the same tag: `skopeo list-tags docker://NEW_HOST/PATH`',
    ],
    fixes: [
      'k8s.gcr.io is now registry.k8s.io; docker.pkg.github.com is now ghcr.io; versioned docker.io/bitnami images are in docker.io/bitnamilegacy',
      'gcr.io works on for projects moved to Artifact Registry: `gcloud artifacts docker upgrade migrate --projects=PROJECT`',
      'Better than the new name alone: a newer chart or manifest from the same makers',
    ],
    traps: [
      'The sandbox image of the runtime (`pause`) may carry the old name too, in the configuration of each node',
      'The new registry needs its own rule in the firewall: registry.k8s.io sends nodes on to pkg.dev and to cloud storage',
      'bitnamilegacy is frozen: it gets no security updates',
    ],
  }),
};
