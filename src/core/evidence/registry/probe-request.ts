import type { RegistryLogin } from '../credentials/pull-secret.ts';
import type { Platform } from '../image/platform.ts';

/** A login to offer, and what may be said of where it comes from. */
export interface ProbeLogin {
  readonly source: string;
  readonly secret?: { readonly namespace: string; readonly name: string; readonly key: string };
  readonly login: RegistryLogin;
  /** False for the user's own login: what it shows says nothing of what the kubelet may do. */
  readonly kubelets: boolean;
}

/** One question for a registry: is this image there, for whom, for which platforms? */
export interface ProbeRequest {
  readonly image: string;
  /** Joins the answer with the pulls it is about; empty when no pod stands behind it. */
  readonly access: string;
  /** In the kubelet's order. The first that works ends the row, as in the kubelet. */
  readonly logins: readonly ProbeLogin[];
  /** Whether anonymous is tried, last: as the kubelet only when no login matches, or because it was asked for. */
  readonly anonymous: boolean;
  /** Platforms the image is wanted for; empty when nobody knows. */
  readonly platforms: readonly Platform[];
  /** `manifest`: up to the platform; `layers`: HEAD of config and layers too; `deep`: and sizes summed. */
  readonly depth: 'manifest' | 'layers' | 'deep';
  /** Somebody wants to know what stands there: it is read although no platform is wanted of it. */
  readonly content?: boolean;
}
