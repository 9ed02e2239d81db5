import { lookup } from 'node:dns';

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
  resolve: (host) =>
    new Promise((resolve, reject) => {
      lookup(host, { all: true }, (error, found) => {
        if (error === null) resolve(found.map(({ address }) => address));
        else reject(error);
      });
    }),
  dial: (host, port) => ({ host, port }),
};
