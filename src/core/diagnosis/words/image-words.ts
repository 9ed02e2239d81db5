import type { Cause } from '../cause.ts';
import type { WordsOf } from '../cause-words.ts';

/** Causes that lie in what the pod asks for: the name, the tag, the platform, the kind of content. */
export type ImageCause = Extract<
  Cause,
  | 'invalid-reference'
  | 'short-name-unresolved'
  | 'repository-not-found'
  | 'tag-not-found'
  | 'digest-not-found'
  | 'not-found-unspecified'
  | 'platform-mismatch'
  | 'unsupported-manifest'
  | 'wrong-architecture-binary'
>;

/** Words in capitals inside commands (`NAMESPACE`, `POD`, `IMAGE`) are the reader's to fill in. */
export const IMAGE_WORDS: WordsOf<ImageCause> = {
  'invalid-reference': () => ({
    title: 'image name not valid',
    meaning:
      'The image string in the pod does not follow the grammar of image names, so nothing was ever asked of a registry. Most often a variable stayed empty, a template was not rendered, or the repository has a capital letter.',
    waiting: 'Waiting does not help: the same string fails again at every sync.',
    checks: [
      'Print the string between brackets, so that spaces show: `kubectl -n NAMESPACE get pod POD -o jsonpath=\'{range .spec.containers[*]}[{.image}]{"\\n"}{end}\'`',
      'Look for `${…}`, `{{…}}`, `<…>`, a colon with nothing behind it, `https://`, or a capital letter before the tag',
      'See what Helm rendered: `helm get manifest RELEASE -n NAMESPACE | grep image:`',
    ],
    fixes: [
      'Correct the string in the object that owns the pod: `kubectl -n NAMESPACE set image deployment/NAME CONTAINER=IMAGE`',
      'With Helm, Argo CD or Flux, give the value that was empty in the source and let the tool roll it out',
      'Write the repository in lower case; only the tag may hold capitals',
    ],
    traps: [
      'Secrets, network and registry have no part in this: looking there is time lost',
      'The API server accepts nearly any text as an image, so `kubectl apply` succeeds and only the node complains',
      '`Myorg/app` is valid: a first part with a capital letter is taken for a host name and fails later, in DNS',
    ],
  }),
  'short-name-unresolved': () => ({
    title: 'short name not resolved',
    meaning:
      'The image name has no registry in it, and this node (CRI-O or Podman) does not add one by itself: its registries.conf lists no registry to search, or several, and then refuses to guess.',
    waiting: 'Waiting does not help: the name stays short.',
    checks: [
      "See the name as written: `kubectl -n NAMESPACE get pod POD -o jsonpath='{.spec.containers[*].image}'`",
      'On the node, see what it searches: `grep -r -e unqualified-search -e short-name-mode /etc/containers/registries.conf /etc/containers/registries.conf.d`',
    ],
    fixes: [
      'Write the whole name, registry first: `kubectl -n NAMESPACE set image deployment/NAME CONTAINER=docker.io/library/nginx:1.27`',
      'For names you cannot change, add an alias on every node in a file under /etc/containers/registries.conf.d',
      'On OpenShift, set `spec.registrySources.containerRuntimeSearchRegistries` in `image.config.openshift.io/cluster`',
    ],
    traps: [
      'The same manifest works on containerd and Docker nodes, which add docker.io silently',
      'CRI-O from 1.34 enforces short names: a list of two search registries that worked before is now ambiguous',
      'It may be shown as ImageInspectError with an empty image name in quotes',
    ],
  }),
  'repository-not-found': () => ({
    title: 'repository not found',
    meaning:
      'The registry answered and says that it has no repository of this name. The host is right and reachable; the path after it is wrong, or nothing was ever pushed there.',
    waiting: 'Waiting helps only if somebody creates the repository meanwhile.',
    checks: [
      'Compare the path letter by letter with a place where it works, including project, region and account',
      'List what is there: `aws ecr describe-repositories --region REGION`, `az acr repository list -n REGISTRY`, `gcloud artifacts docker images list LOCATION-docker.pkg.dev/PROJECT/REPOSITORY`',
      'Ask for its tags with an account that may read it: `skopeo list-tags docker://HOST/PATH`',
    ],
    fixes: [
      'Correct the path in the owning object: `kubectl -n NAMESPACE set image deployment/NAME CONTAINER=HOST/PATH:TAG`',
      'Create the repository where pushing does not create it: `aws ecr create-repository --region REGION --repository-name PATH`',
      'Push the image, then let the kubelet try again',
    ],
    traps: [
      'On ECR the account and the region are part of the host: another region answers as if the repository had never existed',
      'Artifact Registry wants a repository between project and image, unlike the old gcr.io',
      'Through a pull-through cache, official Docker Hub images need `library/` in the path',
      'Many registries say the same of a private repository when nobody is signed in',
    ],
  }),
  'tag-not-found': () => ({
    title: 'tag not found',
    meaning:
      'The repository exists and was readable, but it has no such tag. Usually the tag is mistyped, was not pushed yet, or was removed by a clean-up rule.',
    waiting:
      'Waiting helps only if the tag is about to be pushed; otherwise the same answer comes each time.',
    checks: [
      'List the tags that are there: `skopeo list-tags docker://HOST/PATH`',
      'Look whether the build that should have pushed it finished: the tag in the manifest is often older than the push',
      'Look for a `v` too many or too few: `1.4.0` and `v1.4.0` are different tags',
    ],
    fixes: [
      'Set a tag that exists: `kubectl -n NAMESPACE set image deployment/NAME CONTAINER=HOST/PATH:TAG`',
      'Push the missing tag, then let the kubelet try again',
      'Go back to what ran before: `kubectl -n NAMESPACE rollout undo deployment/NAME`',
      'Deploy by digest, and exempt what is deployed from retention rules',
    ],
    traps: [
      'A node that still has the image in its cache keeps running it, so the fault shows only after a move to another node',
      'Quay says `manifest unknown` for a tag that expired; it can be brought back from its history',
      'A proxying registry (Artifactory, Nexus, a pull-through cache) answers the same when its upstream refused it',
    ],
  }),
  'digest-not-found': () => ({
    title: 'digest not found',
    meaning:
      'The repository was reached but holds no content with this digest. Digests never change hands: what stood there was deleted, or it was only ever pushed somewhere else.',
    waiting: 'Waiting does not help unless the same image is pushed again, byte for byte.',
    checks: [
      'See which digest the tag has today: `docker buildx imagetools inspect HOST/PATH:TAG`',
      'Ask for the digest itself: `skopeo inspect --raw docker://HOST/PATH@sha256:DIGEST`',
      'Find out whether a retention rule or a rebuild of the tag removed untagged content',
    ],
    fixes: [
      'Pin the digest that exists now: `kubectl -n NAMESPACE set image deployment/NAME CONTAINER=HOST/PATH@sha256:DIGEST`',
      'Copy the missing content from where it still is, all platforms of it: `skopeo copy --all docker://FROM docker://TO`',
      'Exempt digests that are deployed from retention rules',
    ],
    traps: [
      'With a tag and a digest together the digest alone decides; the tag may be right and the pull still fail',
      'Copying one platform of an image gives it another digest than the index it came from',
      'An operator bundle or a lock file may hold the old digest long after the image was rebuilt',
    ],
  }),
  'not-found-unspecified': () => ({
    title: 'repository or tag not found',
    meaning:
      'The registry answered "not found", and the runtime does not pass on whether it meant the repository, the tag or the digest. containerd asks with HEAD, and such an answer has no text in it.',
    waiting: 'Waiting helps only if the image is about to be pushed.',
    checks: [
      'Ask for the list of tags, which settles it: `skopeo list-tags docker://HOST/PATH` fails if the repository is missing and shows the tags if not',
      'See whether the same repository runs elsewhere with another tag: `kubectl get pods -A -o jsonpath=\'{range .items[*]}{.spec.containers[*].image}{"\\n"}{end}\' | grep PATH`',
    ],
    fixes: [
      'Correct the image in the owning object: `kubectl -n NAMESPACE set image deployment/NAME CONTAINER=IMAGE`',
      'Push the image if it was never pushed, or not yet',
      'On kind or minikube, load a locally built image and give it a fixed tag: `kind load docker-image IMAGE --name CLUSTER`',
    ],
    traps: [
      'gRPC code NotFound is not the proof: a missing platform or a lost layer carries the same code',
      'Versioned `docker.io/bitnami/…` tags went to `docker.io/bitnamilegacy/…` in 2025 and now end like this',
      'A name without a host is looked up on Docker Hub, whatever registry you had in mind',
    ],
  }),
  'platform-mismatch': () => ({
    title: 'platform mismatch',
    meaning:
      'The image exists, but its index has no entry for the operating system and processor of this node. The words "not found" in the message speak of the platform, not of the tag.',
    waiting:
      'Waiting does not help: the image has to be built for the node, or the pod has to go to another node.',
    checks: [
      'See what the image offers: `docker buildx imagetools inspect IMAGE`',
      'See what the nodes are: `kubectl get nodes -L kubernetes.io/arch,kubernetes.io/os`',
    ],
    fixes: [
      'Build and push for all platforms in use: `docker buildx build --platform linux/amd64,linux/arm64 -t IMAGE --push .`',
      'Or keep the pods on matching nodes: `kubectl -n NAMESPACE patch deployment NAME -p \'{"spec":{"template":{"spec":{"nodeSelector":{"kubernetes.io/arch":"amd64"}}}}}\'`',
      'For Windows images also match the build of the host, such as ltsc2019 or ltsc2022',
    ],
    traps: [
      'Images built on an Apple laptop are arm64 unless told otherwise; most cloud nodes are amd64',
      'It shows late: the deployment works until a pod lands on the first node of the other kind',
      'With several credentials the true line comes first in the brackets and an anonymous 401 after it',
    ],
  }),
  'unsupported-manifest': () => ({
    title: 'manifest not supported',
    meaning:
      'Something was found under this name, but it is no container image that the runtime can use: an image in the old schema 1 format, a Helm chart or another artifact, or a web page sent in place of a manifest.',
    waiting: 'Waiting does not help: other content has to stand under that name.',
    checks: [
      'See what it is: `skopeo inspect --raw docker://IMAGE` (look at `schemaVersion`, `mediaType`, `artifactType` and `config.mediaType`)',
      'If text or HTML comes back, the host or a proxy in between is no registry: `curl -sI https://HOST/v2/`',
    ],
    fixes: [
      'Old schema 1: push it again in a current format: `skopeo copy --format v2s2 docker://IMAGE docker://IMAGE`',
      'An artifact: point the pod at the image, not at the chart, signature or model beside it',
      'A web page: correct the host, the port or the mirror that sent it, then remove the bad copy on the node: `crictl rmi IMAGE`',
    ],
    traps: [
      'containerd 2.0 switched schema 1 off and 2.1 removed it: an image can stop working by an upgrade of the nodes alone',
      'Helm charts and images often share one registry and nearly one name',
      'Very old Docker engines cannot read OCI manifests or zstd layers; there the engine is what has to move',
    ],
  }),
  'wrong-architecture-binary': () => ({
    title: 'binary for another processor',
    meaning:
      'The pull went well, but the program in the image was built for another processor than the node has, so it cannot start: `exec format error`. An image for a single platform is not checked when it is pulled.',
    waiting: 'Waiting does not help: the container crashes at each start.',
    checks: [
      'See what the image was built for: `skopeo inspect --config docker://IMAGE | grep -e \'"architecture"\' -e \'"os"\'`',
      "See what the node is: `kubectl get node NODE -o jsonpath='{.status.nodeInfo.architecture}'`",
    ],
    fixes: [
      'Build for the platforms in use: `docker buildx build --platform linux/amd64,linux/arm64 -t IMAGE --push .`',
      'Or keep the pods on nodes of the right kind with `nodeSelector: {kubernetes.io/arch: amd64}`',
    ],
    traps: [
      'A script without a first line such as `#!/bin/sh`, or an empty file as entrypoint, gives the very same error',
      'An image may say one platform and hold the binary of another, when the build copied it from the wrong place',
      'On a laptop it may work through emulation and fail on the node',
    ],
  }),
};
