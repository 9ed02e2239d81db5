import type { SandboxRegistry } from './sandbox-registry.ts';

/** Names and addresses that lead into the sandbox; the shape is that of a prober's network. */
export interface SandboxNames {
  readonly resolve: (host: string) => Promise<readonly string[]>;
  readonly dial: (address: string, port: number) => { readonly host: string; readonly port: number };
}

/** A place a name leads to. */
export interface SandboxPlace {
  /** A port on 127.0.0.1. */
  readonly port: number;
  /** The address the name seems to have; one of its own in 203.0.113.0/24 unless told. */
  readonly address?: string;
}

/** What a name that nobody has gives, as `node:dns` does. */
class NoSuchHost extends Error {
  readonly code = 'ENOTFOUND';
}

/**
 * A world of names on this machine: `ghcr.io` has an address of its own, and what connects to that is led to
 * a server of the sandbox. Everything else does not exist.
 */
export function sandboxNames(places: Readonly<Record<string, SandboxPlace>>): SandboxNames {
  const addresses = new Map(
    Object.entries(places).map(([name, { address }], index) => [name, address ?? `203.0.113.${index + 1}`]),
  );
  const ports = new Map(Object.entries(places).map(([name, { port }]) => [addresses.get(name) ?? '', port]));
  return {
    resolve: async (host) => {
      const address = addresses.get(host);
      if (address === undefined) throw new NoSuchHost(`getaddrinfo ENOTFOUND ${host}`);
      return Promise.resolve([address]);
    },
    dial: (address, port) => ({ host: '127.0.0.1', port: ports.get(address) ?? port }),
  };
}

/** The names of a registry's servers. */
export function placesOf(
  registry: SandboxRegistry,
  names: { readonly token?: string; readonly blobs?: string } = {},
): Record<string, SandboxPlace> {
  return {
    [registry.host]: { port: registry.ports.registry },
    ...(names.token !== undefined && { [names.token]: { port: registry.ports.token } }),
    ...(names.blobs !== undefined && { [names.blobs]: { port: registry.ports.blobs } }),
  };
}
