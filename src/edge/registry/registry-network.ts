import { lookup } from 'node:dns/promises';

/** How names become addresses and addresses are reached; tests put their own world behind it. */
export interface RegistryNetwork {
  /**
   * All addresses of a host, in the order in which the system would try them.
   * Rejects with the error of `node:dns` (`code` ENOTFOUND, EAI_AGAIN, …).
   */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  /** Where an address and port are to be found: themselves, but for tests. */
  readonly dial: (address: string, port: number) => { readonly host: string; readonly port: number };
}

/** Names as the system resolves them (`getaddrinfo`), addresses as they are. */
export const SYSTEM_NETWORK: RegistryNetwork = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  dial: (host, port) => ({ host, port }),
};
