import { connect, isIP, type Socket } from 'node:net';
import type { LookFailure } from '../../core/evidence/registry/image-probe.ts';
import { failure, requestFailure } from './look-failures.ts';
import type { RegistryNetwork } from './registry-network.ts';
import { gaveUp, outOfTime } from './time-used-up.ts';

/** One address that was tried. */
export interface AddressTrial {
  readonly address: string;
  readonly failure?: LookFailure;
}

export interface Connected {
  /** Open; of the address of the last trial without a failure. */
  readonly socket?: Socket;
  /** In the order of their outcome. What was given up when another answered first is not among them. */
  readonly trials: readonly AddressTrial[];
}

/** Behind so many milliseconds without an answer the next address is tried too (RFC 8305 section 5). */
const STAGGER = 250;
const MOST_ADDRESSES = 8;

/**
 * Connects to the first address that answers, IPv6 and IPv4 in turn, and tells how each did that was tried.
 * In: milliseconds for all of it. Never rejects.
 */
export function connectAddresses(
  addresses: readonly string[],
  port: number,
  network: RegistryNetwork,
  limits: { readonly timeout: number; readonly signal: AbortSignal },
): Promise<Connected> {
  const [first] = addresses;
  if (limits.signal.aborted && first !== undefined)
    return Promise.resolve({ trials: [{ address: first, failure: outOfTime() }] });
  return new Promise((resolve) => {
    const queue = inTurn([...new Set(addresses)]).slice(0, MOST_ADDRESSES);
    const open = new Map<string, Socket>();
    const began = process.uptime();
    const trials: AddressTrial[] = [];
    let next: NodeJS.Timeout | undefined;
    const finish = (socket?: Socket): void => {
      clearTimeout(next);
      clearTimeout(timer);
      limits.signal.removeEventListener('abort', giveUp);
      for (const other of open.values()) if (other !== socket) other.destroy();
      resolve({ trials, ...(socket !== undefined && { socket }) });
    };
    const fail = (address: string, why: LookFailure): void => {
      open.delete(address);
      trials.push({ address, failure: why });
      if (queue.length > 0) start();
      else if (open.size === 0) finish();
    };
    const end = (why: (target: string) => LookFailure): void => {
      for (const address of open.keys())
        trials.push({ address, failure: why(`dial tcp ${addressText(address, port)}`) });
      finish();
    };
    const giveUp = (): void => end((target) => gaveUp(`${target}: no connection`, began));
    const start = (): void => {
      clearTimeout(next);
      const address = queue.shift();
      if (address === undefined) return;
      const place = network.dial(address, port);
      const socket = connect({ host: place.host, port: place.port, noDelay: true });
      open.set(address, socket);
      socket.on('error', (error) => {
        if (!open.has(address)) return;
        fail(address, requestFailure(error, { target: `dial tcp ${addressText(address, port)}` }));
      });
      socket.once('connect', () => {
        trials.push({ address });
        open.delete(address);
        finish(socket);
      });
      if (queue.length > 0) next = setTimeout(start, STAGGER);
    };
    const timer = setTimeout(() => {
      end((target) => failure('timeout', `${target}: i/o timeout`));
    }, limits.timeout);
    limits.signal.addEventListener('abort', giveUp, { once: true });
    if (queue.length === 0) finish();
    else start();
  });
}

/** The families in turn, beginning with that of the first address. */
function inTurn(addresses: readonly string[]): string[] {
  const first = isIP(addresses[0] ?? '');
  const same = addresses.filter((address) => isIP(address) === first);
  const other = addresses.filter((address) => isIP(address) !== first);
  return same
    .flatMap((address, index) => [address, ...other.slice(index, index + 1)])
    .concat(other.slice(same.length));
}

/** `203.0.113.7:443`, `[2001:db8::7]:443`. */
export function addressText(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
