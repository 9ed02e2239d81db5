import type { Cause } from '../cause.ts';
import type { WordsOf } from '../cause-words.ts';

/** Causes that lie in a rule somebody set: for the pod, for the node or for the content. */
export type PolicyCause = Extract<
  Cause,
  'never-pull' | 'signature-rejected' | 'image-blocked-by-node-policy' | 'image-volume-refused'
>;

export const POLICY_WORDS: WordsOf<PolicyCause> = {
  'never-pull': () => ({
    title: 'pull policy says never',
    meaning:
      'The pod says `imagePullPolicy: Never`, and the image is not on its node, or may not be used by this pod. So the kubelet does not ask any registry.',
    waiting: 'Waiting does not help unless somebody puts the image on the node.',
    checks: [
      'On the node, see what is there, with the exact name and tag: `crictl images`',
      'See where the image is known: `kubectl get nodes -o json | jq -r \'.items[] | select([.status.images[]?.names[]?] | index("IMAGE")) | .metadata.name\'` (only the 50 largest images of each node are listed)',
    ],
    fixes: [
      'Let it be pulled: `imagePullPolicy: IfNotPresent` in the owning object',
      'Or put it on every node that may run the pod: `kind load docker-image IMAGE --name CLUSTER`, `minikube image load IMAGE`, `k3s ctr images import FILE.tar`, `ctr -n k8s.io images import FILE.tar`',
    ],
    traps: [
      'From kubelet 1.35 an image pulled with the secret of one pod is not lent to another pod without that secret, so an image that is there may still be refused',
      'Unused images are cleaned up when the disk fills, and then a pod that worked for months fails',
      'containerd keeps images by namespace: without `-n k8s.io` the kubelet does not see them',
      'A local `app:1` is `docker.io/library/app:1` in full',
    ],
  }),
  'signature-rejected': () => ({
    title: 'signature rejected',
    meaning:
      'A rule on the node demands a signature or a verdict for this image, and the image did not pass: it is unsigned, signed by somebody else, or the rule refuses its registry altogether.',
    waiting: 'Waiting does not help until the image is signed or the rule changes.',
    checks: [
      'See whether there is a signature: `cosign tree IMAGE`',
      'On a CRI-O node, read the rule: `cat /etc/containers/policy.json` and the files under /etc/containers/registries.d',
      'On OpenShift: `oc get clusterimagepolicy,imagepolicy -A`',
    ],
    fixes: [
      'Sign the image with the key or identity that the rule names: `cosign sign IMAGE@sha256:DIGEST`',
      'When mirroring, copy the signatures too: `cosign copy FROM TO`',
      'If the rule is wrong, correct it for this registry or repository; do not switch it off as a whole',
    ],
    traps: [
      'A signature belongs to one digest: a tag pushed anew is unsigned',
      'A mirror without the signatures makes a signed image look unsigned',
      'With containerd it is a verifier program on the node (2.0 and later) that blocked the image',
    ],
  }),
  'image-blocked-by-node-policy': () => ({
    title: 'registry blocked on node',
    meaning:
      'The configuration of the node forbids this registry or repository. The node did not ask it at all; often pulls are meant to go to a mirror instead.',
    waiting: 'Waiting does not help: the configuration of the node has to change, or the image.',
    checks: [
      'On the node: `grep -r -B 3 -A 3 -e blocked /etc/containers/registries.conf /etc/containers/registries.conf.d`',
      "On OpenShift: `oc get image.config.openshift.io/cluster -o jsonpath='{.spec.registrySources}'` and `oc get imagedigestmirrorset,imagetagmirrorset`",
    ],
    fixes: [
      'Pull from a registry that is allowed: copy the image there (`skopeo copy --all docker://FROM docker://TO`) and change the name in the owning object',
      'If there is a mirror, put this very tag or digest on it: the node will not fall back to the source',
      'Or have whoever runs the cluster allow the registry',
    ],
    traps: [
      '`allowedRegistries` on OpenShift blocks everything that it does not list, the registries of the platform included',
      '`mirrorSourcePolicy: NeverContactSource` blocks the source on purpose: what is missing is on the mirror',
    ],
  }),
  'image-volume-refused': () => ({
    title: 'image volume refused',
    meaning:
      'The pod mounts an image as a volume, and the runtime refused the mount. The image of the container itself is fine.',
    waiting: 'Waiting does not help.',
    checks: [
      "See what is mounted: `kubectl -n NAMESPACE get pod POD -o jsonpath='{.spec.volumes[*].image}'`",
      'See the versions on the node: `kubectl get nodes -o wide`',
    ],
    fixes: [
      'Use nodes that know image volumes: Kubernetes 1.35 or later has them on by default, with containerd 2.1 or CRI-O 1.31 and later',
      'Correct `subPath`: it has to be a directory inside the image',
      'On older nodes, copy the files by an init container into an emptyDir instead',
    ],
    traps: [
      'The fault is shown at the container that mounts the volume, whose own image was pulled well',
      'From Kubernetes 1.31 to 1.34 the feature is there but switched off',
    ],
  }),
};
