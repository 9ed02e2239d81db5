import type { Incident } from './incident.ts';
import { onEachNode } from './node-shell.ts';
import { nodeFlavour } from './node-flavour.ts';
import type { Change } from './plan.ts';

/**
 * Gives the nodes another sandbox ("pause") image: it is named in the configuration of the runtime,
 * not in any object of the API.
 */
export function sandboxImageChange(incident: Incident, image: string): Change {
  const { file, setting, unit } = place(incident);
  const { commands, where } = onEachNode(incident, `systemctl restart ${unit}`);
  return {
    commands,
    notes: [
      `The sandbox image is set on each node: ${setting} = "${image}" in ${file}, then restart`,
      'Pods that run go on running meanwhile',
      where,
    ],
  };
}

function place(incident: Incident): {
  readonly file: string;
  readonly setting: string;
  readonly unit: string;
} {
  switch (nodeFlavour(incident)) {
    case 'cri-o':
    case 'openshift':
      return { file: '/etc/crio/crio.conf.d/, section [crio.image]', setting: 'pause_image', unit: 'crio' };
    case 'docker':
      return { file: 'the unit of cri-dockerd', setting: '--pod-infra-container-image', unit: 'cri-docker' };
    case 'k3s':
      return { file: '/etc/rancher/k3s/config.yaml', setting: 'pause-image', unit: 'k3s' };
    case 'rke2':
      return { file: '/etc/rancher/rke2/config.yaml', setting: 'pause-image', unit: 'rke2-agent' };
    default:
      return {
        file: '/etc/containerd/config.toml',
        setting:
          "sandbox_image (containerd 2: sandbox under [plugins.'io.containerd.cri.v1.images'.pinned_images])",
        unit: 'containerd',
      };
  }
}
