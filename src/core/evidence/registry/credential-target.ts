/**
 * Where a credential may go, and where a registry may send us at all: the only two functions that decide it.
 * Both take what the platform's own URL parser made of an address, so that there is no second parser to fool.
 */
import { addressKind, type AddressKind } from './address-kind.ts';

/** Scheme, host and port of an address. */
export interface Origin {
  readonly scheme: 'https' | 'http';
  /** Lower case; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
}

export function sameOrigin(a: Origin, b: Origin): boolean {
  return a.scheme === b.scheme && a.host === b.host && a.port === b.port;
}

/**
 * Whether a login for the registry at `from` may be sent to `to`, a token realm that `from` announced or
 * `from` itself. Redirects never carry one, so they are not asked about.
 *
 * A realm is believed only where it was announced over TLS, and only if it is reached by TLS itself. What
 * plain HTTP announced may be anybody's word, so then the realm has to be on the registry's own host.
 */
export function mayReceiveCredentials(from: Origin, to: Origin): boolean {
  if (sameOrigin(from, to)) return true;
  if (from.scheme === 'https') return to.scheme === 'https';
  return to.host === from.host;
}

/**
 * Whether an address that a registry named (a realm, a redirect) must not be connected to: a registry out
 * there must not use us against the network or the machine we run in.
 *
 * @param to the address connected to and how: `named` when the registry gave a host name rather than this
 *   address. Behind a name TLS checks who answers, so a private address is then no danger: private
 *   endpoints of public registries are like that.
 * @param registry addresses the registry itself was reached at
 */
export function isForbiddenTarget(
  to: { readonly address: string; readonly scheme: 'https' | 'http'; readonly named: boolean },
  registry: readonly string[],
): boolean {
  const kind = addressKind(to.address);
  if (kind === undefined || kind === 'public') return kind === undefined;
  if (kind === 'metadata') return true;
  const own = new Set(registry.map(addressKind));
  if (kind !== 'private') return !own.has(kind);
  const proven = to.named && to.scheme === 'https';
  return !proven && !isInside(own);
}

/** A registry of the own network or machine may name others of the own network. */
function isInside(kinds: ReadonlySet<AddressKind | undefined>): boolean {
  return kinds.has('private') || kinds.has('loopback');
}
