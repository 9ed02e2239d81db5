import type { Incident } from './incident.ts';
import { argumentName } from './kubectl.ts';
import { runtimeUnit } from './node-flavour.ts';
import { onEachNode } from './node-shell.ts';
import { commandRemedy, remedy } from './plan.ts';
import type { Remedy } from './remedy.ts';
import { retryMended, retryNow } from './retry-now.ts';
import { shellLine } from './shell-quote.ts';
import { imageChange } from './workload-change.ts';

/** No room for the image. */
export function diskRemedies(incident: Incident): readonly Remedy[] {
  const free = onNodes(incident, ['crictl rmi --prune'], {
    title: 'Free room on the node: remove images that no container uses',
    safety: 'unsafe',
    notes: ['They are pulled again when needed; a cached image that its registry has lost is then gone'],
  });
  const look = onNodes(incident, ['df -h', 'df -i'], {
    title: 'See what is full, space or inodes',
    safety: 'safe',
    notes: [
      'Images are under /var/lib/containerd, /var/lib/containers or /var/lib/docker; CRI-O also stages in /var/tmp',
    ],
  });
  return [free, look, moveAway(incident), grow()];
}

/** Unpacking was killed for want of memory. */
export function memoryRemedies(incident: Incident): readonly Remedy[] {
  const look = onNodes(incident, ['free -m', 'dmesg -T | grep -i -e oom -e "killed process"'], {
    title: 'See what was killed and what is free',
    safety: 'safe',
  });
  return [
    moveAway(incident),
    look,
    moreMemory(incident),
    retryNow(incident, { notes: ['When memory is free again'] }),
  ];
}

/** The kubelet cannot talk to the runtime. */
export function runtimeRemedies(incident: Incident): readonly Remedy[] {
  const unit = runtimeUnit(incident);
  const lines = [`journalctl -u ${unit} -n 100 --no-pager`, `systemctl restart ${unit}`];
  const restart = onNodes(incident, lines, {
    title: 'See why the container runtime does not answer, and restart it',
    safety: 'unsafe',
    notes: [
      'Containers that run go on running',
      '"unknown service" means that it runs without its CRI part: look for disabled_plugins = ["cri"], or mirrors beside config_path, in its configuration',
    ],
  });
  return [restart, moveAway(incident), retryMended(incident)];
}

/** What came is not what was announced. */
export function corruptRemedies(incident: Incident): readonly Remedy[] {
  const again = onNodes(
    incident,
    [shellLine('crictl', 'rmi', argumentName(incident.lead.image, '<IMAGE>'))],
    {
      title: 'Remove the broken copy from the node, so that it is pulled anew',
      safety: 'safe',
      notes: ['"no such image" only says that nothing was kept'],
    },
  );
  const push = commandRemedy(
    {
      title: 'Push the image again from where it was built',
      safety: 'unsafe',
      notes: [
        'If every node fails, the copy at the registry, or that of a mirror or proxy on the way, is the broken one',
      ],
    },
    shellLine('docker', 'push', argumentName(incident.lead.image, '<IMAGE>')),
  );
  const atSource =
    incident.finding.reason === 'child-manifest-missing' ||
    (incident.finding.scope.kind !== 'node' && incident.nodeNames.length > 1);
  const check = commandRemedy(
    { title: 'Fetch all of it from elsewhere, to see which side is broken', safety: 'safe' },
    shellLine(
      'skopeo',
      'copy',
      '--all',
      `docker://${argumentName(incident.lead.image, '<IMAGE>')}`,
      'dir:./image-check',
    ),
  );
  return atSource ? [push, check, again] : [again, check, push, ...diskTrouble(incident)];
}

/** The layers came and could not be unpacked. */
export function unpackRemedies(incident: Incident): readonly Remedy[] {
  const users = incident.fault?.kind === 'unpack' && /lchown|UIDs|GIDs|subuid/.test(incident.fault.detail);
  const lines = users
    ? ['cat /etc/subuid /etc/subgid']
    : ['dmesg -T | tail -n 50', `journalctl -u ${runtimeUnit(incident)} -n 100 --no-pager`];
  const mend = onNodes(incident, lines, {
    title: users
      ? 'Give the user namespace enough ids, or lower those in the image'
      : 'Mend what stands in the way of unpacking',
    safety: 'safe',
    notes: users
      ? [
          '65536 or more for its user in both files, then restart the runtime; or chown the files when the image is built',
        ]
      : [
          'The log names it: storage driver and file system (overlayfs on local ext4 or xfs), free space, SELinux, or the layer itself',
        ],
  });
  return [mend, incident.finding.scope.kind === 'node' ? moveAway(incident) : rebuild(incident)];
}

/** The pull was given up before it was done. */
export function pullTimeoutRemedies(incident: Incident): readonly Remedy[] {
  const beforehand = onNodes(
    incident,
    [shellLine('crictl', 'pull', argumentName(incident.lead.image, '<IMAGE>'))],
    {
      title: 'Pull it on the node beforehand, without that limit',
      safety: 'safe',
      notes: ['It uses no pull secret: add --creds <USER>:<TOKEN> for a private image'],
    },
  );
  const patience = commandRemedy({
    title: 'Give the runtime more patience',
    safety: 'unsafe',
    notes: [patienceNote(incident), 'Restart the runtime after it, on every node'],
  });
  return [
    retryNow(incident, { notes: ['Layers that came whole are kept, so each attempt has less to fetch'] }),
    beforehand,
    patience,
    rebuild(incident),
  ];
}

/** The kubelet held itself back. */
export function throttledRemedies(incident: Incident): readonly Remedy[] {
  const wait = commandRemedy({
    title: 'Wait: the kubelet tries again by itself',
    safety: 'safe',
    notes: ['It asked no registry; the next attempt most likely goes through'],
  });
  const raise = commandRemedy({
    title: "If it comes back, raise the kubelet's own limits",
    safety: 'unsafe',
    notes: [
      'Raise both registryPullQPS (5) and registryBurst (10) in its configuration on each node (/var/lib/kubelet/config.yaml with kubeadm), then restart it',
    ],
  });
  return [wait, raise, retryNow(incident)];
}

/** Takes the node out and lets the scheduler find another. */
export function moveAway(incident: Incident): Remedy {
  const { nodeNames, lead } = incident;
  const shown = nodeNames.slice(0, 3).map((name) => argumentName(name, '<NODE>'));
  const cordon = shellLine('kubectl', 'cordon', ...(shown.length === 0 ? ['<NODE>'] : shown));
  const again = retryNow(incident);
  return remedy(
    {
      title: 'Move the waiting pods to other nodes meanwhile',
      safety: 'unsafe',
      notes: [
        'Nothing new is placed on a cordoned node until kubectl uncordon; what runs there stays',
        lead.owner.kind === 'DaemonSet' ? 'A DaemonSet places its pod there all the same' : undefined,
      ],
    },
    { commands: [cordon, ...again.commands], notes: [] },
  );
}

function onNodes(
  incident: Incident,
  lines: readonly string[],
  heading: Parameters<typeof commandRemedy>[0],
): Remedy {
  const { commands, where } = onEachNode(incident, ...lines);
  return commandRemedy({ ...heading, notes: [...(heading.notes ?? []), where] }, ...commands);
}

function grow(): Remedy {
  return commandRemedy({
    title: 'Give the node a larger disk, or let the kubelet clean up earlier',
    safety: 'unsafe',
    notes: [
      'The kubelet has imageGCHighThresholdPercent (85) and imageGCLowThresholdPercent (80) in its configuration',
      'A pull needs room for the packed and the unpacked layers at once',
    ],
  });
}

function moreMemory({ nodes }: Incident): Remedy {
  const local = nodes.some(({ provider }) => provider === 'minikube');
  const heading = {
    title: 'Give the node more memory',
    safety: 'unsafe' as const,
    notes: ['One huge layer costs the most: split it when building'],
  };
  return local
    ? commandRemedy(
        {
          ...heading,
          notes: ['It counts once the cluster is made anew (minikube delete)', ...heading.notes],
        },
        'minikube config set memory 8192',
      )
    : commandRemedy(heading);
}

function diskTrouble(incident: Incident): readonly Remedy[] {
  if (incident.finding.scope.kind !== 'node') return [];
  const names = incident.nodeNames.slice(0, 1).map((name) => argumentName(name, '<NODE>'));
  return [
    commandRemedy(
      {
        title: 'If its disk is failing, drain the node and replace it',
        safety: 'unsafe',
        notes: ['Input/output errors in dmesg are the sign'],
      },
      shellLine('kubectl', 'drain', ...names, '--ignore-daemonsets', '--delete-emptydir-data'),
    ),
  ];
}

function rebuild(incident: Incident): Remedy {
  return remedy(
    {
      title: 'Build a smaller, plainer image and use that',
      safety: 'unsafe',
      notes: ['Fewer and smaller layers, files owned by ordinary user ids'],
    },
    imageChange(incident, () => '<IMAGE>'),
  );
}

function patienceNote(incident: Incident): string {
  return runtimeUnit(incident) === 'crio'
    ? 'It is pull_progress_timeout under [crio.image] (ten seconds in CRI-O 1.32, off from 1.33)'
    : runtimeUnit(incident) === 'docker'
      ? 'It is --image-pull-progress-deadline of cri-dockerd (one minute)'
      : "It is image_pull_progress_timeout in containerd's config.toml (five minutes by default, one minute in 1.7.0), counted while no bytes come";
}
