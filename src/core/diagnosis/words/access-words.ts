import type { Cause } from '../cause.ts';
import type { WordsOf } from '../cause-words.ts';

/** Causes that lie in who may read the image. */
export type AccessCause = Extract<
  Cause,
  | 'access-denied-ambiguous'
  | 'credentials-missing'
  | 'credentials-rejected'
  | 'credentials-expired'
  | 'forbidden'
  | 'pull-secret-malformed'
>;

export const ACCESS_WORDS: WordsOf<AccessCause> = {
  'access-denied-ambiguous': () => ({
    title: 'cannot tell absent from private',
    meaning:
      'The registry refuses without saying why: either the repository does not exist, or it is private and this pull was not allowed to see it. Docker Hub, Quay and others answer both with the same words on purpose.',
    waiting: 'Waiting does not help, whichever of the two it is.',
    checks: [
      'Ask with an account that should see it: `skopeo inspect --creds USER:TOKEN docker://IMAGE`; if that works, the image exists and the pod lacks credentials',
      "See which pull secrets the pod has: `kubectl -n NAMESPACE get pod POD -o jsonpath='{.spec.imagePullSecrets}'`",
      'Read the name again: without a host it means Docker Hub, and one single word means `docker.io/library/…`',
    ],
    fixes: [
      'If it is private: `kubectl -n NAMESPACE create secret docker-registry regcred --docker-server=HOST --docker-username=USER --docker-password=TOKEN`, then name it in `imagePullSecrets`',
      'If the name is wrong: `kubectl -n NAMESPACE set image deployment/NAME CONTAINER=IMAGE`',
      'If the image only exists on your machine: load it into the cluster (`kind load docker-image`, `minikube image load`) or push it',
    ],
    traps: [
      'For Docker Hub the server of the secret is `https://index.docker.io/v1/`; for others it is the host as in the image name',
      '`myregistry/team/app` is on Docker Hub: a host needs a dot, a port, or to be `localhost`',
      'A secret that matches but holds no password counts as signed in as nobody',
    ],
  }),
  'credentials-missing': () => ({
    title: 'credentials missing',
    meaning:
      'The registry wants to know who is asking, and the pull came without any credentials that fit. The pod names no pull secret, or the one it names is absent, of the wrong type, or for another host; on a cloud node the identity of the node may have given nothing.',
    waiting: 'Waiting does not help until credentials are there; then the next attempt uses them.',
    checks: [
      "See which secrets the pod names: `kubectl -n NAMESPACE get pod POD -o jsonpath='{.spec.imagePullSecrets}'`",
      'See whether they exist in the namespace of the pod, and their type: `kubectl -n NAMESPACE get secrets --field-selector type=kubernetes.io/dockerconfigjson`',
      'Look for the event FailedToRetrieveImagePullSecret, which names what is absent (kubelet 1.28 and later): `kubectl -n NAMESPACE get events --field-selector reason=FailedToRetrieveImagePullSecret`',
      "See which hosts a secret is for, without showing passwords: `kubectl -n NAMESPACE get secret NAME -o jsonpath='{.data.\\.dockerconfigjson}' | base64 -d | jq '.auths | keys'`",
    ],
    fixes: [
      'Create the secret beside the pod: `kubectl -n NAMESPACE create secret docker-registry regcred --docker-server=HOST --docker-username=USER --docker-password=TOKEN`',
      'Name it in the workload: `kubectl -n NAMESPACE patch deployment NAME -p \'{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"regcred"}]}}}}\'`',
      'Or in the service account, for all pods made from now on: `kubectl -n NAMESPACE patch serviceaccount default -p \'{"imagePullSecrets":[{"name":"regcred"}]}\'`',
      'On a cloud registry, prefer the identity of the node: let its role read the registry (ECR, Artifact Registry) or attach it (`az aks update -g GROUP -n CLUSTER --attach-acr REGISTRY`)',
    ],
    traps: [
      'A service account hands its secrets to pods when they are created: pods that exist do not get them later',
      'A pod with one secret of its own gets none from its service account',
      'A copied ~/.docker/config.json often holds only `credsStore`, so no password at all; the kubelet ignores that and goes in as nobody',
      'A secret of another namespace, of type Opaque, or without the top-level key `auths` is passed over silently',
    ],
  }),
  'credentials-rejected': () => ({
    title: 'credentials rejected',
    meaning:
      'Credentials were sent, and the registry or its token server does not accept them: wrong user, wrong password or token, revoked, or damaged while the secret was made.',
    waiting: 'Waiting does not help; many failed logins may even lock the account.',
    checks: [
      "See the user and the hosts stored, not the password: `kubectl -n NAMESPACE get secret NAME -o jsonpath='{.data.\\.dockerconfigjson}' | base64 -d | jq '.auths | map_values(.username)'`",
      'Try the same pair by hand, once: `skopeo login --username USER HOST`',
      'Look for a newline at the end of the password, which `echo` without `-n` leaves there',
    ],
    fixes: [
      'Write the secret anew: `kubectl -n NAMESPACE create secret docker-registry NAME --docker-server=HOST --docker-username=USER --docker-password=TOKEN --dry-run=client -o yaml | kubectl apply -f -`',
      'Use an access token where the registry wants one: Docker Hub, GHCR (`read:packages`) and GitLab (`read_registry`)',
      'For a public image, take the stale secret out: with any match the kubelet does not try without credentials',
    ],
    traps: [
      'Bad credentials break public images too',
      'Robot names hold `$` (Harbor) or `+` (Quay): quote them, or the shell eats a part',
      'CRI-O says `invalid username/password` also when nothing was sent at all',
      'The kubelet reads a changed secret at its next attempt; the old message may stand up to five minutes',
    ],
  }),
  'credentials-expired': () => ({
    title: 'credentials expired',
    meaning:
      'The credentials were right once and have run out. Tokens of cloud registries live for hours: twelve on ECR, one on Google, about three on Azure; a secret made from one stops working by itself.',
    waiting: 'Waiting does not help unless something renews the token.',
    checks: [
      "See when the secret was made: `kubectl -n NAMESPACE get secret NAME -o jsonpath='{.metadata.creationTimestamp}'`",
      'See whether anything renews it: `kubectl get cronjobs,externalsecrets -A` (the second kind only with External Secrets installed)',
      'See the clock of the node: a clock that is off makes a fresh token look old',
    ],
    fixes: [
      'Renew it now, on ECR: `kubectl -n NAMESPACE create secret docker-registry NAME --docker-server=HOST --docker-username=AWS --docker-password="$(aws ecr get-login-password --region REGION)" --dry-run=client -o yaml | kubectl apply -f -`',
      'For good: let the node sign in by itself (kubelet credential provider with the role of the node), and remove the secret',
      'Where a secret must be, renew it by External Secrets or a CronJob well before its end',
    ],
    traps: [
      'containerd shows an expired ECR token as plain `403 Forbidden`, which looks like a missing permission',
      'An expired login to public.ecr.aws breaks public images that need no login at all',
      'GitLab job tokens end with the job: the deployment works on the day and fails at the next move to another node',
    ],
  }),
  forbidden: () => ({
    title: 'pull not permitted',
    meaning:
      'The registry knows who is asking and does not let them: the account lacks the right to read this repository, the address of the node is not allowed in, or a rule of the registry holds this image back.',
    waiting: 'Waiting does not help; a right just granted may take a few minutes to count.',
    checks: [
      'Read the whole answer, which containerd before 2.3.3 cuts off: `skopeo inspect --creds USER:TOKEN docker://IMAGE`',
      'ECR: `aws ecr get-repository-policy --region REGION --repository-name PATH`, and the policies of the role of the node',
      'Artifact Registry: `gcloud artifacts repositories get-iam-policy REPOSITORY --location=LOCATION`',
      'ACR: `az acr show -n REGISTRY --query networkRuleSet` for the firewall, `az role assignment list --scope REGISTRY_ID` for roles',
    ],
    fixes: [
      'Grant read access to the identity that pulls: AmazonEC2ContainerRegistryPullOnly, roles/artifactregistry.reader, AcrPull, or read:packages',
      'From another AWS account, also name the role in the policy of the repository',
      'Refused by address: let the egress address of the nodes in, or use a private endpoint',
      'Held back by a scan or signature rule (Harbor answers 412, Artifactory 403): fix the image or grant an exception there',
    ],
    traps: [
      'On GKE it is the service account of the node that pulls, not the workload identity of the pod',
      'ACR registries in ABAC mode ignore AcrPull; they want Container Registry Repository Reader',
      'GHCR and GitLab answer 403 to wrong or missing credentials too',
      'On ECR a 403 is as often an expired token as a missing right',
    ],
  }),
  'pull-secret-malformed': () => ({
    title: 'malformed pull secret',
    meaning:
      'The kubelet could not read one of the pull secrets of the pod: its content is not the JSON, or the base64, that it should be. One bad secret spoils all secrets of the pod, so no registry was asked.',
    waiting: 'Waiting does not help until the secret is written anew; then the next attempt works.',
    checks: [
      "List the secrets of the pod; any of them may be the guilty one: `kubectl -n NAMESPACE get pod POD -o jsonpath='{.spec.imagePullSecrets[*].name}'`",
      "Read each without showing passwords: `kubectl -n NAMESPACE get secret NAME -o jsonpath='{.data.\\.dockerconfigjson}' | base64 -d | jq '.auths | map_values(keys)'`; where jq complains, this is the one",
      'Try each `auth` field: `kubectl -n NAMESPACE get secret NAME -o jsonpath=\'{.data.\\.dockerconfigjson}\' | base64 -d | jq -r \'.auths[].auth | @base64d | sub(":.*"; ":(hidden)")\'`',
    ],
    fixes: [
      'Let kubectl write it: `kubectl -n NAMESPACE delete secret NAME`, then `kubectl -n NAMESPACE create secret docker-registry NAME --docker-server=HOST --docker-username=USER --docker-password=TOKEN`',
      'In a Helm chart, build it with `dict`, `toJson` and `b64enc`, not by pasting strings together',
    ],
    traps: [
      'Kubelet 1.33 and later put the sentence itself where the reason should be, without an event "Failed to pull image"',
      'In kubelet 1.33 alone a malformed secret blocks even images that are already on the node',
      'The API server checks that the JSON is JSON, not that the `auth` in it is base64 of user:password',
    ],
  }),
};
