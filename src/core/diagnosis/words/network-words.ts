import type { Cause } from '../cause.ts';
import type { WordsOf } from '../cause-words.ts';

/** Causes that lie on the way from the node to a host of the pull. */
export type NetworkCause = Extract<
  Cause,
  | 'dns-failure'
  | 'connection-refused'
  | 'connection-timeout'
  | 'connection-broken'
  | 'tls-untrusted'
  | 'tls-expired'
  | 'tls-hostname'
  | 'http-https-mismatch'
  | 'proxy-failure'
>;

export const NETWORK_WORDS: WordsOf<NetworkCause> = {
  'dns-failure': () => ({
    title: 'registry name not resolved',
    meaning:
      'The node could not turn the name of a host into an address. Images are pulled by the node, so its own resolver counts, not the DNS of the cluster.',
    waiting: 'Waiting helps if the resolver is down for a moment, not if the name is wrong.',
    checks: [
      'On the node: `resolvectl query HOST` or `getent hosts HOST`',
      'On the node, see which resolver it asks: `cat /etc/resolv.conf`; the message names it after `on`',
      'Read the host again: a typing error in it fails exactly like this, on every node',
    ],
    fixes: [
      'Repair the resolver of the node (DHCP options, /etc/resolv.conf, systemd-resolved), or let the node reach it on port 53',
      'For a private registry, put its zone where the nodes can see it (private DNS zone linked to their network)',
      'For a registry inside the cluster, use a name that nodes know: an Ingress, a NodePort, or a mirror entry in the runtime',
    ],
    traps: [
      '`lookup HOST …: i/o timeout` and `… connection refused` are DNS all the same: it is the resolver that did not answer',
      'CoreDNS has no part in it: `registry.default.svc.cluster.local` does not exist for the node',
      'The name may be that of a blob store or a token server that the registry sent the node to',
      'A capital letter in the first part of an image name makes a host of it: `Myorg/app` looks up `Myorg`',
    ],
  }),
  'connection-refused': () => ({
    title: 'connection refused',
    meaning:
      'The address answered that nothing listens on this port. The host is up and the way to it is open, but the registry is not running there, or a firewall refuses on its behalf.',
    waiting: 'Waiting helps if the registry is just restarting.',
    checks: [
      'Read the address: 127.0.0.1 and ::1 are the node itself, not your computer',
      'On the node: `curl -v https://HOST/v2/` (200 and 401 both mean that a registry is there)',
      'If the registry runs in this cluster: `kubectl get pods,endpoints -A | grep -i registry`',
    ],
    fixes: [
      'Start the registry, or correct the port in the image name',
      'On kind, send `localhost:PORT` to the container of the registry by a certs.d entry on each node',
      'On minikube, use its registry add-on or `minikube image load IMAGE`',
      'Where a firewall refuses, open the way for the nodes, and for the hosts that the registry redirects to',
    ],
    traps: [
      'CRI-O reports only this fault as RegistryUnavailable; the registry may be well and the port wrong',
      'The refused host is often not the one in the image name but a mirror, a token server or a blob store',
      'A registry in the cluster whose own image comes from itself cannot start after it once fell',
    ],
  }),
  'connection-timeout': () => ({
    title: 'connection timed out',
    meaning:
      'The node asked and nothing came back: no route, a firewall that drops packets, or a server too busy to answer. Nothing was refused, there was just silence.',
    waiting:
      'Waiting helps if the network or the server is overloaded; a missing route or a closed firewall stays.',
    checks: [
      'On the node: `curl -v --max-time 10 https://HOST/v2/` and `nc -vz HOST 443`',
      'Compare nodes: if only some fail, look at their subnet, route table and security group',
      'See which host it was: the registry, its token server or its blob store',
    ],
    fixes: [
      'Give the nodes a way out: NAT gateway, route, or rule in the firewall for this host and port 443',
      'In a private network use private endpoints: on AWS `ecr.api`, `ecr.dkr` and the gateway endpoint of S3; on Google, Private Google Access; on Azure, a private link with its DNS zone',
      'If TLS handshakes time out while the port opens, look at the MTU and at devices that inspect the traffic',
      'Or mirror the image into a registry that the nodes can reach',
    ],
    traps: [
      'A timeout behind `lookup` is DNS, not this',
      'Opening the registry is not enough: the layers come from another host (S3, blob.core.windows.net, pkg-containers.githubusercontent.com, a CDN)',
      '`network is unreachable` for an address with colons: the node has no IPv6 route',
      'A pull that hangs for minutes starts its back-off anew each time, so the waits look odd',
    ],
  }),
  'connection-broken': () => ({
    title: 'connection broken off',
    meaning:
      'The connection was there and was cut in the middle: reset, closed early, or spoilt on the way. Something between node and registry gave up, or the server did.',
    waiting: 'Waiting often helps: the next attempt takes up where the layers already fetched leave off.',
    checks: [
      'See whether it breaks at the same layer each time, and on one node or on all',
      'On the node, fetch something large from the host: `curl -sS -o /dev/null -w "%{http_code} %{size_download}\\n" https://HOST/v2/PATH/blobs/sha256:DIGEST`',
      'Look for proxies, VPNs and load balancers on the way, with their idle time-outs and size limits',
    ],
    fixes: [
      'Let the back-off try again, or delete the pod to try at once',
      'On thin lines, fetch fewer layers at a time: `max_concurrent_downloads` in the configuration of containerd',
      'In front of a registry of your own, raise the limits of the ingress (`proxy-body-size`, `proxy-read-timeout`)',
      'Lower the MTU where a tunnel is on the way',
    ],
    traps: [
      '`EOF` while reading JSON is a broken answer, not a bad image',
      '`tls: bad record MAC` means that bytes changed on the way; the certificate is fine',
      'A registry that redirects to a CDN may be fine while the CDN is cut off',
    ],
  }),
  'tls-untrusted': () => ({
    title: 'certificate not trusted',
    meaning:
      'The host showed a certificate, and the node knows no authority that vouches for it. Either the registry uses a private authority that the node was never told of, or a device in between shows a certificate of its own.',
    waiting: 'Waiting does not help: the node has to be told whom to trust.',
    checks: [
      'See who signed it: `openssl s_client -connect HOST:443 -servername HOST -showcerts </dev/null`',
      'If a public registry shows the name of your company or firewall there, the traffic is being inspected',
      'On the node, see whether an authority is configured: `ls /etc/containerd/certs.d /etc/containers/certs.d /etc/docker/certs.d`',
    ],
    fixes: [
      'containerd: put the CA at /etc/containerd/certs.d/HOST/ca.crt on every node, with `config_path = "/etc/containerd/certs.d"` set',
      'CRI-O: /etc/containers/certs.d/HOST/ca.crt; Docker: /etc/docker/certs.d/HOST/ca.crt; k3s and RKE2: `configs` in registries.yaml',
      'OpenShift: a ConfigMap named in `additionalTrustedCA` of `image.config.openshift.io/cluster`',
      'Let the server send its intermediate certificates too, if only those are missing',
    ],
    traps: [
      'It cannot be solved in the pod: neither a secret nor a volume gives the runtime a CA',
      'containerd 2.2 and later default to a list of two directories that the pull does not understand, so all hosts.toml files may be ignored: set one single directory',
      'After adding a CA to the system store the runtime has to be restarted; files under certs.d are read at each pull',
      'Browsers fetch missing intermediate certificates by themselves, runtimes do not',
    ],
  }),
  'tls-expired': () => ({
    title: 'certificate outside its dates',
    meaning:
      'By the clock of the node the certificate of the host is not valid now: it has run out, or it is not valid yet. Either the certificate is old or the clock is wrong.',
    waiting: 'Waiting does not help, except for a certificate that is about to become valid.',
    checks: [
      'Compare the time in the message with the real time; if they differ, it is the clock',
      'On the node: `timedatectl` and `chronyc tracking`',
      'See the dates: `openssl s_client -connect HOST:443 -servername HOST </dev/null 2>/dev/null | openssl x509 -noout -dates`',
    ],
    fixes: [
      'Clock wrong: get time synchronisation going again (`systemctl restart chronyd`), and restart virtual machines that were asleep',
      'Certificate old: renew it and make the registry load it, intermediates included',
      'A public registry with this error: update `ca-certificates` on the node',
    ],
    traps: [
      'The sentence "expired or is not yet valid" is the same for both; only the two times after it tell',
      'A renewed certificate counts only once the server was reloaded',
      'An expired intermediate or root looks just the same as an expired leaf',
    ],
  }),
  'tls-hostname': () => ({
    title: 'certificate for another name',
    meaning:
      'The certificate is not made out to the name that the image uses. You reached another server than you meant, or the certificate lacks this name or address.',
    waiting: 'Waiting does not help.',
    checks: [
      'See the names it is for: `openssl s_client -connect HOST:443 -servername HOST </dev/null 2>/dev/null | openssl x509 -noout -ext subjectAltName`',
      'See where the name leads from the node: `getent hosts HOST`',
    ],
    fixes: [
      'Use a name in the image that stands in the certificate',
      'Or have the certificate issued anew with this name, or with the address as an IP entry',
      'Behind an ingress, give the host its own `tls` entry and secret, so that it does not answer with its default certificate',
    ],
    traps: [
      'An IP address needs an IP entry of its own: `DNS:10.0.0.5` does not count',
      'The Common Name has been ignored since Go 1.15; only subject alternative names count',
      'A foreign name for a public registry means that DNS or a proxy leads you elsewhere',
    ],
  }),
  'http-https-mismatch': () => ({
    title: 'http and https mixed up',
    meaning:
      'One side speaks plain HTTP and the other expects HTTPS. Usually a small registry without a certificate answers a runtime that, as is right, starts with HTTPS.',
    waiting: 'Waiting does not help.',
    checks: [
      'From the node: `curl -sI http://HOST/v2/` and `curl -skI https://HOST/v2/`; the one that answers tells which it speaks',
      'Check the port: 5000 is often plain, 443 is not',
    ],
    fixes: [
      'Best: give the registry a certificate',
      'containerd: an entry `[host."http://HOST"]` in /etc/containerd/certs.d/HOST/hosts.toml on every node',
      'CRI-O: `insecure = true` for the location in a file under /etc/containers/registries.conf.d; k3s and RKE2: an `http://` endpoint in registries.yaml',
      'Docker: `insecure-registries` in /etc/docker/daemon.json and a restart',
    ],
    traps: [
      'Editing daemon.json changes nothing on nodes that run containerd, as all do by default since Kubernetes 1.24',
      'The port in the configuration has to be written as in the image name',
      'containerd takes either `config_path` or the old `registry.mirrors`, and refuses to start its CRI with both',
      'The reverse, an HTTP request to an HTTPS port, comes from an entry that says `http://` where it should not',
    ],
  }),
  'proxy-failure': () => ({
    title: 'proxy failed',
    meaning:
      'The runtime on the node goes out through a proxy, and the proxy could not be reached, wanted a login, or answered in place of the registry.',
    waiting: 'Waiting helps only if the proxy is down for a moment.',
    checks: [
      'On the node, see what the runtime was given: `systemctl show containerd crio docker --property=Environment`',
      'Try the proxy: `curl -v -x http://PROXY:PORT https://HOST/v2/`',
    ],
    fixes: [
      'Correct HTTPS_PROXY in the unit of the runtime (a file under /etc/systemd/system/containerd.service.d/), then `systemctl daemon-reload && systemctl restart containerd`',
      'Put in-house registries, `.svc`, `.cluster.local` and the ranges of nodes, pods and services into NO_PROXY',
      'Give user and password in the address of the proxy, percent-encoded, or let the proxy admit the nodes by address',
    ],
    traps: [
      'Proxy variables of your shell or of the pod do not reach the runtime',
      'A proxy at 127.0.0.1 is one on the node itself; that of your desktop is another machine',
      'A proxy may answer with a web page, which then looks like a broken registry',
    ],
  }),
};
