/** Probes for tests: what a case is about is given, everything else went well. */
import type {
  CredentialTrial,
  HttpAnswer,
  ImageProbe,
  LookFailureKind,
  LookKind,
  ManifestFacts,
  RegistryLook,
} from '../../../../src/core/evidence/registry/image-probe.ts';
import { IMAGE, NOON } from '../builders.ts';

export const HOST = 'registry.example.com';

export function answer(status: number, code = '', message = '', more: Partial<HttpAnswer> = {}): HttpAnswer {
  const errors = code === '' && message === '' ? [] : [{ code, message }];
  return { method: 'GET', status, body: errors.length > 0 ? 'json' : 'none', errors, ...more };
}

export function look(kind: LookKind, more: Partial<RegistryLook> = {}): RegistryLook {
  return { kind, host: { name: HOST, role: 'registry' }, ...more };
}

/** Names, connection and certificate are fine, and `/v2/` answers. */
export function reached(host: string = HOST): readonly RegistryLook[] {
  const at = { name: host, role: 'registry' } as const;
  return [
    { kind: 'dns', host: at, addresses: ['192.0.2.7'] },
    { kind: 'connect', host: at, subject: '192.0.2.7:443' },
    { kind: 'tls', host: at },
    { kind: 'ping', host: at, answer: answer(401) },
  ];
}

export function failing(
  kind: LookKind,
  failure: LookFailureKind,
  says: string,
  host?: RegistryLook['host'],
): RegistryLook {
  return look(kind, { failure: { kind: failure, says }, ...(host === undefined ? {} : { host }) });
}

export function trial(
  outcome: CredentialTrial['outcome'],
  more: Partial<CredentialTrial> = {},
): CredentialTrial {
  return {
    source: 'secret shop/regcred key registry.example.com',
    anonymous: false,
    secret: { namespace: 'shop', name: 'regcred', key: HOST },
    user: 'ci',
    outcome,
    kubelets: true,
    ...more,
  };
}

export function anonymous(
  outcome: CredentialTrial['outcome'],
  more: Partial<CredentialTrial> = {},
): CredentialTrial {
  return { source: 'anonymous', anonymous: true, outcome, kubelets: true, ...more };
}

export const INDEX: ManifestFacts = {
  digest: `sha256:${'1'.repeat(64)}`,
  mediaType: 'application/vnd.oci.image.index.v1+json',
  kind: 'index',
  platforms: [
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64' },
  ],
};

export function probe(more: Partial<ImageProbe> = {}): ImageProbe {
  return {
    image: IMAGE,
    access: 'no pull secret',
    at: NOON,
    took: 120,
    looks: reached(),
    trials: [],
    blindSpots: [],
    ...more,
  };
}

/** One credential, one answer to the manifest, by which the trial is judged. */
export function answered(
  one: CredentialTrial,
  to: HttpAnswer,
  more: Partial<ImageProbe> = {},
  kind: 'manifest' | 'token' | 'ping' = 'manifest',
): ImageProbe {
  const looks = reached();
  const role = kind === 'token' ? 'token' : 'registry';
  const at =
    kind === 'token' ? ({ name: 'auth.example.com', role } as const) : ({ name: HOST, role } as const);
  return probe({
    looks: [...looks, { kind, host: at, subject: 'v1.0.1', trial: 0, answer: to }],
    trials: [{ ...one, status: to.status, look: looks.length }],
    ...more,
  });
}
