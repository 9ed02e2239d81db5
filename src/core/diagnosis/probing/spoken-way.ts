/** How a probe spoke to the registry itself, as far as it was answered. */
import type { CredentialTrial, ImageProbe } from '../../evidence/registry/image-probe.ts';
import { isUnsent } from '../../evidence/registry/unsent-login.ts';
import { sendsNothing } from './answer-meaning.ts';

export interface SpokenWay {
  /** False where the registry answered without a TLS handshake before: plain HTTP. */
  readonly tls: boolean;
  /** False where the host is an address, or a proxy looked its name up. */
  readonly lookedUp: boolean;
  /** A proxy connected in our stead. */
  readonly proxied: boolean;
}

/** In: a probe. Out: the way to its registry; as usual where nothing answered. */
export function spokenWay({ looks }: ImageProbe): SpokenWay {
  const own = looks.filter(({ host }) => host.role === 'registry');
  const kinds = new Set(own.map(({ kind }) => kind));
  const answered = own.some(({ answer }) => answer !== undefined);
  return {
    tls: !answered || kinds.has('tls'),
    lookedUp: !answered || kinds.has('dns'),
    proxied: answered && !kinds.has('connect'),
  };
}

/** Whether a login left us on this way: one that was tried, and asked for. */
export function sentLogin({ trials }: ImageProbe): boolean {
  return trials.some((trial) => wasSent(trial));
}

function wasSent(trial: CredentialTrial): boolean {
  return (
    trial.outcome !== 'not-tried' && trial.look !== undefined && !sendsNothing(trial) && !isUnsent(trial)
  );
}
