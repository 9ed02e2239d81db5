import type { Incident } from './incident.ts';
import { nodeFlavour } from './node-flavour.ts';
import { onEachNode, writeOnEachNode } from './node-shell.ts';
import type { Change } from './plan.ts';
import { shellLine } from './shell-quote.ts';

/**
 * How the runtimes are told about a registry, one function for each thing to tell. The places are
 * those of containerd's docs/hosts.md, containers-registries.conf(5), containers-certs.d(5), the
 * Docker daemon's certificate directories, and the private-registry pages of k3s, RKE2 and OpenShift.
 *
 * @param host with port where the image name has one; it goes into paths, so only what `hostLike` passed
 */
export function trustAuthority(incident: Incident, host: string): Change {
  switch (nodeFlavour(incident)) {
    case 'cri-o':
      return fileOnNodes(
        incident,
        `/etc/containers/certs.d/${host}/ca.crt`,
        'CRI-O reads it at the next pull',
      );
    case 'docker':
      return fileOnNodes(incident, `/etc/docker/certs.d/${host}/ca.crt`, 'Docker reads it at the next pull');
    case 'k3s':
    case 'rke2':
      return rancherFile(incident, `configs: {"${host}": {tls: {ca_file: <CA_FILE>}}}`);
    case 'openshift':
      return openShiftAuthority(host);
    case 'minikube':
      return {
        commands: [
          'mkdir -p ~/.minikube/certs',
          "cp '<CA_FILE>' ~/.minikube/certs/",
          'minikube start --embed-certs',
        ],
        notes: ['minikube puts every certificate of that folder into the trust store of its nodes'],
      };
    case 'kind':
      return kindAuthority(incident, host);
    case 'containerd':
      return fileOnNodes(incident, `/etc/containerd/certs.d/${host}/ca.crt`, CONFIG_PATH);
  }
}

/** Lets the runtime speak plain HTTP with a registry. */
export function allowPlainHttp(incident: Incident, host: string): Change {
  switch (nodeFlavour(incident)) {
    case 'cri-o':
      return registriesConf(incident, host, ['insecure = true']);
    case 'docker':
      return dockerInsecure(incident, host);
    case 'k3s':
    case 'rke2':
      return rancherFile(incident, `mirrors: {"${host}": {endpoint: ["http://${host}"]}}`);
    case 'openshift':
      return openShiftImageConfig(
        { registrySources: { insecureRegistries: [host] } },
        'Add it to those that the list has already; the nodes are restarted one after another',
      );
    case 'minikube':
      return {
        commands: ['minikube delete', shellLine('minikube', 'start', `--insecure-registry=${host}`)],
        notes: ['minikube takes this setting only when the cluster is made, so everything in it is lost'],
      };
    case 'kind':
    case 'containerd':
      return hostsToml(incident, host, { server: `http://${host}`, asks: `http://${host}` });
  }
}

/** Sends pulls for a registry to another host that has the same images. */
export function useMirror(incident: Incident, host: string, mirror: string): Change {
  switch (nodeFlavour(incident)) {
    case 'cri-o':
      return registriesConf(incident, host, ['[[registry.mirror]]', `location = "${mirror}"`]);
    case 'docker':
      return {
        commands: onEachNode(incident, 'systemctl restart docker').commands,
        notes: [
          `Put "registry-mirrors": ["https://${mirror}"] into /etc/docker/daemon.json first; Docker does so for Docker Hub only`,
        ],
      };
    case 'k3s':
    case 'rke2':
      return rancherFile(incident, `mirrors: {"${host}": {endpoint: ["https://${mirror}"]}}`);
    case 'openshift':
      return {
        commands: [shellLine('oc', 'create', '-f', './mirror-set.yaml')],
        notes: [
          `The file holds an ImageTagMirrorSet (tags) or ImageDigestMirrorSet (digests) with source ${host} and mirrors [${mirror}]`,
        ],
      };
    case 'kind':
    case 'minikube':
    case 'containerd':
      return hostsToml(incident, host, { server: `https://${asked(host)}`, asks: `https://${mirror}` });
  }
}

const EVERY_NODE = 'Every node that may run the pods needs it';

/** From containerd 2.2 on the default names two directories, of which a pull by its transfer service finds none. */
const CONFIG_PATH =
  'The next pull reads it, if config_path in the config.toml of containerd is /etc/containerd/certs.d alone';

function fileOnNodes(incident: Incident, path: string, note: string): Change {
  const { commands, where } = onEachNode(
    incident,
    shellLine('install', '-D', '-m', '0644', './ca.crt', path),
  );
  return {
    commands,
    notes: ['Copy the certificate of the authority, in PEM form, to each node as ca.crt first', where, note],
  };
}

function hostsToml(
  incident: Incident,
  host: string,
  { server, asks }: { readonly server: string; readonly asks: string },
): Change {
  const lines = [`server = "${server}"`, `[host."${asks}"]`, 'capabilities = ["pull", "resolve"]'];
  const { commands, where } = writeOnEachNode(incident, `/etc/containerd/certs.d/${host}/hosts.toml`, lines);
  return { commands, notes: [where, EVERY_NODE, CONFIG_PATH] };
}

function registriesConf(incident: Incident, host: string, settings: readonly string[]): Change {
  const path = `/etc/containers/registries.conf.d/${host.replaceAll(/[^a-zA-Z0-9.-]/g, '-')}.conf`;
  const { commands, where } = writeOnEachNode(incident, path, [
    '[[registry]]',
    `location = "${host}"`,
    ...settings,
  ]);
  const reload = onEachNode(incident, 'systemctl reload crio').commands;
  return { commands: [...commands, ...reload], notes: [where, EVERY_NODE] };
}

/** Where runtimes go for Docker Hub. */
function asked(host: string): string {
  return host === 'docker.io' ? 'registry-1.docker.io' : host;
}

function rancherFile(incident: Incident, yaml: string): Change {
  const flavour = nodeFlavour(incident);
  const { commands, where } = onEachNode(
    incident,
    `systemctl restart ${flavour === 'k3s' ? 'k3s' : 'rke2-agent'}`,
  );
  const server = flavour === 'k3s' ? 'k3s-agent on agents' : 'rke2-server on servers';
  return {
    commands,
    notes: [
      `First put this into /etc/rancher/${flavour}/registries.yaml on every node: ${yaml}`,
      `The unit is ${server}`,
      where,
    ],
  };
}

function dockerInsecure(incident: Incident, host: string): Change {
  const { commands, where } = onEachNode(incident, 'systemctl restart docker');
  return {
    commands,
    notes: [`First add "insecure-registries": ["${host}"] to /etc/docker/daemon.json`, where],
  };
}

function kindAuthority(incident: Incident, host: string): Change {
  const folder = `/etc/containerd/certs.d/${host}`;
  const nodes = incident.nodes.slice(0, 2).map(({ name }) => name);
  return {
    commands: nodes.flatMap((node) => [
      shellLine('docker', 'exec', node, 'mkdir', '-p', folder),
      shellLine('docker', 'cp', '<CA_FILE>', `${node}:${folder}/ca.crt`),
    ]),
    notes: [EVERY_NODE, CONFIG_PATH],
  };
}

/** A ConfigMap key cannot hold a colon, so OpenShift writes two dots before the port. */
function openShiftAuthority(host: string): Change {
  const key = host.replace(':', '..');
  const create = shellLine(
    'oc',
    '-n',
    'openshift-config',
    'create',
    'configmap',
    'registry-cas',
    `--from-file=${key}=<CA_FILE>`,
  );
  const change = openShiftImageConfig(
    { additionalTrustedCA: { name: 'registry-cas' } },
    'If a ConfigMap is named there already, add the key to that one',
  );
  return { ...change, commands: [create, ...change.commands] };
}

function openShiftImageConfig(spec: object, note: string): Change {
  const patch = { spec };
  return {
    commands: [
      shellLine(
        'oc',
        'patch',
        'image.config.openshift.io/cluster',
        '--type=merge',
        '-p',
        JSON.stringify(patch),
      ),
    ],
    target: { kind: 'Image', name: 'cluster' },
    patchType: 'merge',
    patch,
    notes: [note],
  };
}
