import type { Cause } from '../cause.ts';
import type { WordsOf } from '../cause-words.ts';

/** Causes that lie on the node or in what is done with the content there. */
export type NodeCause = Extract<
  Cause,
  | 'disk-full'
  | 'memory-pressure'
  | 'runtime-unavailable'
  | 'corrupt-content'
  | 'unpack-failed'
  | 'pull-timeout'
  | 'kubelet-throttled'
>;

export const NODE_WORDS: WordsOf<NodeCause> = {
  'disk-full': () => ({
    title: 'node disk full',
    meaning:
      'The node has no room, or no free inodes, to store or unpack the image. Name, credentials and registry are fine.',
    waiting: 'Waiting helps only if the kubelet can clean up enough unused images by itself.',
    checks: [
      'On the node, space and inodes: `df -h /var/lib/containerd /var/lib/containers /var/lib/docker` and the same with `df -i`',
      'See what the kubelet says: `kubectl describe node NODE | grep -i -e pressure -e FreeDiskSpaceFailed`',
    ],
    fixes: [
      'Remove what no container uses: `crictl rmi --prune` on the node',
      'Move the pods elsewhere meanwhile: `kubectl cordon NODE`, then delete the waiting pods',
      'Grow the disk of the node, or make the image smaller',
      'Let the kubelet clean up earlier: a lower `imageGCHighThresholdPercent`',
    ],
    traps: [
      'A pull needs room for the packed and for the unpacked layers at once',
      'DiskPressure may be false again by the time you look: a failed pull gives its space back',
      '`no space left on device` with gigabytes free means that the inodes are used up, or another file system is full (CRI-O stages in /var/tmp)',
      '`disk quota exceeded` is a quota, not a full disk',
    ],
  }),
  'memory-pressure': () => ({
    title: 'node out of memory',
    meaning:
      'Unpacking the image was killed because memory ran out, on the node or in the container that does the pulling.',
    waiting: 'Waiting helps only if memory gets free on the node.',
    checks: [
      'On the node: `dmesg -T | grep -i -e oom -e "killed process"` and `free -m`',
      'See what the node promises to its pods: `kubectl describe node NODE | grep -A 8 "Allocated resources"`',
    ],
    fixes: [
      'Give the node more memory, or send the pod to a bigger one',
      'Unpack less at a time: `serializeImagePulls: true` and a lower `max_concurrent_downloads`',
      'Split one huge layer into several smaller ones when building',
    ],
    traps: [
      'Small virtual machines of minikube, kind and Docker Desktop are the usual place',
      'If a build pod pulls (kaniko, docker in docker), it is the limit of that pod that counts',
    ],
  }),
  'runtime-unavailable': () => ({
    title: 'container runtime unavailable',
    meaning:
      'The kubelet could not talk to the container runtime on its node: it is stopped, restarting, or does not offer the image service. No registry was asked.',
    waiting: 'Waiting helps if the runtime is just restarting.',
    checks: [
      'On the node: `systemctl status containerd crio docker cri-docker`',
      'On the node: `journalctl -u containerd -n 100 --no-pager` (or `-u crio`)',
      'On the node: `crictl info`',
      "See whether the node is ready: `kubectl describe node NODE | grep -A 8 '^Conditions'`",
    ],
    fixes: [
      'Start it: `systemctl restart containerd` (or `crio`, or `docker` with `cri-docker`)',
      'Where the log names a mistake in its configuration, correct it first; a typical one is `disabled_plugins = ["cri"]`',
      'Take the node out until it is well: `kubectl cordon NODE`',
    ],
    traps: [
      '"connection refused" or "no such file" after `dial unix` is about a socket on the node, not about a registry',
      '`unknown service runtime.v1.ImageService`: the runtime runs, but its CRI part did not load, often because of `mirrors` together with `config_path`',
      'A path ending in dockershim.sock is from before Kubernetes 1.24',
    ],
  }),
  'corrupt-content': () => ({
    title: 'image content damaged',
    meaning:
      'What arrived is not what was announced: a digest or a size does not match, a layer is cut short, or the registry lists a layer that it no longer has.',
    waiting: 'Waiting helps if a transfer was cut; content that is broken at its source stays so.',
    checks: [
      'See whether one node or all nodes fail with this image: one points to its disk, memory or cache, all to the registry or a proxy',
      'Fetch all of it from somewhere else: `skopeo copy docker://IMAGE dir:/tmp/image-check`',
      'On a single node, look for hardware trouble: `dmesg -T | grep -i -e "i/o error" -e ext4 -e xfs -e nvme`',
    ],
    fixes: [
      'On the node, remove the broken copy and let it be pulled again: `crictl rmi IMAGE`',
      'If the registry lost a layer, push the image again from where it was built',
      'If a mirror or proxy holds a broken copy, purge it there',
      'If the disk of the node is failing, drain the node and replace it',
    ],
    traps: [
      'A code NotFound on a layer does not mean that the tag is missing',
      'Virus scanners and proxies that rewrite downloads break digests on every node behind them',
      'A push that was interrupted may leave a tag whose layers are not all there',
    ],
  }),
  'unpack-failed': () => ({
    title: 'image unpacking failed',
    meaning:
      'All layers were fetched, but the node could not unpack them: the file system, user namespaces or the storage driver of the runtime stood in the way.',
    waiting: 'Waiting rarely helps: the same layer fails the same way.',
    checks: [
      'Read the innermost words: `lchown` speaks of user ids, `mount` of the storage driver, `invalid tar header` of the layer itself',
      'See whether other images unpack on that node: if so, it is this image',
      'On the node: `dmesg -T | tail -n 50` and `journalctl -u containerd -n 100 --no-pager`',
    ],
    fixes: [
      'User ids too high for the user namespace: give it 65536 ids or more in /etc/subuid and /etc/subgid, or change the owner of the files in the image',
      'Storage driver: use overlayfs on a local disk of ext4 or xfs (with ftype=1); not on NFS',
      'Too many layers: build in stages or squash',
      'Broken layer: build and push the image again',
    ],
    traps: [
      'Clusters in containers (kind, rootless k3s) lack rights that nodes of their own have',
      'SELinux or a virus scanner that holds the directory of the runtime gives `permission denied` for root too',
    ],
  }),
  'pull-timeout': () => ({
    title: 'pull timed out',
    meaning:
      'The pull was given up before it was done: no bytes came for too long, a deadline passed, or something cancelled it, such as a restart of the runtime or the end of the pod.',
    waiting: 'Waiting often helps: layers that arrived are kept, so the next attempt has less to fetch.',
    checks: [
      'See how large the image is: `docker buildx imagetools inspect --raw IMAGE`, or the size in the event of a node where it worked',
      'See whether the pod was deleted or the kubelet restarted at that moment: `kubectl -n NAMESPACE get events --field-selector involvedObject.name=POD --sort-by=.lastTimestamp`',
      'On the node, pull it by hand and watch: `time crictl pull IMAGE`',
    ],
    fixes: [
      'Fetch it beforehand: a DaemonSet that only pulls, or a node image that has it',
      'Give the runtime more patience: `image_pull_progress_timeout` (containerd, 5m0s by default), `pull_progress_timeout` (CRI-O)',
      'Make the image smaller, or bring the registry nearer (a mirror in the same region)',
      'Use faster disks where unpacking, not fetching, takes the time',
    ],
    traps: [
      'The kubelet sets no deadline for a pull; it is the runtime that stops waiting',
      'CRI-O 1.32 came with a limit of ten seconds without progress; from 1.33 it is off by default',
      '`context canceled` while unpacking can be a disk that is full or slow',
      'With pulls one after another, a small image may only be waiting behind a large one',
    ],
  }),
  'kubelet-throttled': () => ({
    title: 'kubelet pull limit reached',
    meaning:
      'The kubelet held itself back: more pulls were wanted on this node at once than its own limit allows. The registry was not asked.',
    waiting: 'Waiting helps: the next attempt most likely goes through.',
    checks: [
      'See how many pods arrived on the node at once: `kubectl get pods -A --field-selector spec.nodeName=NODE --sort-by=.metadata.creationTimestamp`',
      "See its limits (needs the right to proxy to nodes): `kubectl get --raw /api/v1/nodes/NODE/proxy/configz | jq '.kubeletconfig | {registryPullQPS, registryBurst, serializeImagePulls}'`",
    ],
    fixes: [
      'Nothing, if it happened once: the back-off tries again',
      'If it comes back, raise both `registryPullQPS` (5) and `registryBurst` (10) in the configuration of the kubelet',
      'Let fewer pods start at once on a node, and use `imagePullPolicy: IfNotPresent` with fixed tags',
    ],
    traps: [
      'It looks like a rate limit of a registry, but no account or mirror changes anything',
      'Each credential tried counts as a pull of its own',
      'Pulls over the limit fail and go into back-off; they are not queued',
    ],
  }),
};
