import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageProbe } from '../../../src/core/evidence/registry/image-probe.ts';
import type { ProbeLogin, ProbeRequest } from '../../../src/core/evidence/registry/probe-request.ts';
import { Sealed } from '../../../src/core/evidence/credentials/sealed.ts';
import {
  createRegistryProber,
  type RegistryProber,
  type RegistryProberOptions,
} from '../../../src/edge/registry/registry-prober.ts';
import { placesOf, sandboxNames, type SandboxPlace } from '../../../src/sandbox/registry/sandbox-names.ts';
import { startRegistry, type SandboxRegistry } from '../../../src/sandbox/registry/sandbox-registry.ts';
import type { SandboxRegistryOptions } from '../../../src/sandbox/registry/sandbox-registry-options.ts';

// Registries under the names of the real world, all of them in this process, and a prober that can reach
// nothing else.

const folder = join(import.meta.dirname, 'certificates');
export const AUTHORITY = join(folder, 'ca.crt');

/** The certificate and key a server of the tests shows. */
export function pair(name: string): { readonly cert: string; readonly key: string } {
  return {
    cert: readFileSync(join(folder, `${name}.crt`), 'utf8'),
    key: readFileSync(join(folder, `${name}.key`), 'utf8'),
  };
}

export interface World {
  readonly registry: SandboxRegistry;
  readonly prober: RegistryProber;
  readonly probe: (image: string, more?: Partial<ProbeRequest>) => Promise<ImageProbe>;
}

export interface WorldOptions extends SandboxRegistryOptions {
  readonly prober?: Partial<RegistryProberOptions>;
  readonly places?: Readonly<Record<string, SandboxPlace>>;
  /** Requests that no client should make are no failure: the registry sent us there. */
  readonly surprises?: 'allowed';
  /** The registry's own address, as names seem to say it. */
  readonly address?: string;
}

/**
 * Runs a test against a registry called `registry.example.com` by TLS, unless told otherwise. Whatever
 * nobody expected of the registry fails it.
 */
export async function inWorld(options: WorldOptions, test: (world: World) => Promise<void>): Promise<void> {
  const { prober: more, places, address, surprises, ...rest } = options;
  const host = rest.host ?? 'registry.example.com';
  const registry = await startRegistry({ host, tls: pair('registry'), ...rest });
  const own = placesOf(registry, {
    ...(rest.tokenHost !== undefined && { token: rest.tokenHost }),
    ...(rest.blobHost !== undefined && { blobs: rest.blobHost }),
  });
  const home = own[host];
  if (home !== undefined && address !== undefined) own[host] = { ...home, address };
  const prober = createRegistryProber({
    env: {},
    now: () => Date.now(),
    caFiles: [AUTHORITY],
    network: sandboxNames({ ...own, ...places }),
    requestTimeout: 1500,
    ...more,
  });
  try {
    await test({ registry, prober, probe: (image, asked) => prober.probe(question(image, asked)) });
    if (surprises === undefined) registry.assertNoSurprises();
  } finally {
    prober.close();
    await registry.close();
  }
}

export function question(image: string, more: Partial<ProbeRequest> = {}): ProbeRequest {
  return { image, access: '', logins: [], anonymous: true, platforms: [], depth: 'manifest', ...more };
}

/** A pull secret's login. */
export function login(username: string, password: string, more: Partial<ProbeLogin> = {}): ProbeLogin {
  return {
    source: `secret shop/${username}`,
    secret: { namespace: 'shop', name: username, key: 'registry.example.com' },
    login: { username, password: new Sealed(password) },
    kubelets: true,
    ...more,
  };
}

/** The looks of a probe as `kind status-or-failure`, to be compared at a glance. */
export function steps(probe: ImageProbe): readonly string[] {
  return probe.looks.map(({ kind, answer, failure, host }) => {
    const what = failure?.kind ?? (answer === undefined ? 'ok' : `${answer.method} ${answer.status}`);
    return `${host.role} ${kind} ${what}`;
  });
}

/** The outcomes of a probe's trials. */
export function outcomes(probe: ImageProbe): readonly string[] {
  return probe.trials.map(({ outcome, status }) => (status === undefined ? outcome : `${outcome} ${status}`));
}

/** Every form in which a password might have gone out or be shown. */
export function formsOf(user: string, password: string): readonly string[] {
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  return [password, encodeURIComponent(password), basic, Buffer.from(password).toString('base64')];
}

/** None of these is in a text. */
export function assertUnseen(text: string, forms: readonly string[]): void {
  for (const form of forms) assert.ok(!text.includes(form), `a secret is in: ${text.slice(0, 200)}`);
}
