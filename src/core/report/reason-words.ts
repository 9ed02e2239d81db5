import type { Reason } from '../diagnosis/cause.ts';

/** The deeper why of a finding as one sentence without its full stop. */
export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  'no-secret-referenced': 'neither the pod nor its service account names a pull secret',
  'secret-absent': 'the pull secret that the pod names does not exist in its namespace',
  'secret-wrong-type': 'the pull secret is of a type that the kubelet does not read for pulls',
  'secret-wrong-key': 'the pull secret does not hold the key that its type calls for',
  'secret-wrong-server': 'the pull secret has no entry for the host that the image names',
  'secret-wrong-path': 'the pull secret has an entry for this host, but for another path',
  'secret-empty': 'the entry for this host holds no user and no password that the kubelet reads',
  'secret-value-damaged':
    'the password in the pull secret was damaged when the secret was made: see the evidence for how',
  'secret-expired': 'the token in the pull secret has run out',
  'secret-not-inherited': 'the service account names a pull secret now, but the pod was made without it',
  'secret-in-other-namespace': 'a pull secret of that name exists in another namespace only',
  'provider-silent': "the node's credential provider had nothing for this host",
  'pushed-later': 'the image was pushed after this attempt',
  'child-manifest-missing': 'the index exists, but a manifest that it lists does not',
  'image-never-loaded': 'the image was built on a workstation and never loaded into this local cluster',
  'cached-image-denied': 'the node has the image, but this pod may not use the copy another pod pulled',
  'template-not-rendered': 'the image still holds a placeholder that a template should have filled in',
  'registry-moved': 'the registry has moved, and this name is no longer served',
  'node-clock': "the node's clock is off, so that a good certificate seems expired",
  'cluster-internal-name': 'the host is a name inside the cluster, which the node itself cannot resolve',
  'address-refused': "the registry refuses the node's address",
  'content-policy': "the registry's own policy withholds this image",
  'hosts-misconfigured': "the runtime's configuration of hosts and mirrors is faulty",
  'works-now': 'asked again just now as the kubelet would ask, the registry gives the image',
  'login-not-needed': 'the image is public, and the login that is sent for it is what is refused',
  'sandbox-image': 'it is the sandbox ("pause") image, which the node needs before any container',
};
