import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADDRESSES, DOMAIN } from '../cluster/addresses.ts';
import { Authority, type KeyPair } from '../cluster/certificates.ts';
import { serveNames, type NameAnswer } from '../cluster/name-server.ts';
import type { Processes } from '../cluster/processes.ts';
import { ACCOUNT, startDockerRegistry, type DockerRegistryOptions } from './docker-registry.ts';
import { faultyHosts } from './faulty-registries.ts';
import { servePlain, serveResets, serveSecure, serveSilence } from './front.ts';
import { RequestJournal } from './request-journal.ts';
import { MemoryRegistry } from './memory-registry.ts';
import type { PushTarget } from './push-image.ts';
import { spoiledImages } from './spoiled-images.ts';
import { issueToken, tokenServer } from './token-server.ts';

export interface Registries {
  /** PEM bundle that every node trusts. */
  readonly trusted: string;
  /** Folder of the nodes' certificates and mirrors by host. */
  readonly certsFolder: string;
  /** Starts the mirror of the open registry, which it asks at once. */
  readonly startMirror: () => void;
  readonly open: PushTarget;
  readonly private: PushTarget;
  readonly tokens: PushTarget;
  readonly mutual: PushTarget;
  readonly http: PushTarget;
  /** What the front was asked. */
  readonly journal: RequestJournal;
}

/** Names that do not lead to the front. */
const PLACES: Readonly<Record<string, string>> = {
  registry: ADDRESSES.open,
  private: ADDRESSES.private,
  hub: ADDRESSES.tokens,
  mirror: ADDRESSES.mirror,
  mtls: ADDRESSES.mutual,
  http: ADDRESSES.http,
  refused: ADDRESSES.refused,
  reset: ADDRESSES.reset,
  mute: ADDRESSES.mute,
  plain: ADDRESSES.plain,
  hole: ADDRESSES.hole,
  unreachable: ADDRESSES.unreachable,
  // No address of the namespace, and no route to it.
  faraway: '192.0.2.1',
};

function answerName(name: string): NameAnswer {
  if (!name.endsWith(`.${DOMAIN}`)) return 'no-such-name';
  const label = name.slice(0, -DOMAIN.length - 1);
  if (label.includes('nosuch')) return 'no-such-name';
  if (label === 'servfail') return 'server-failure';
  if (label === 'nodns') return 'silence';
  return { address: PLACES[label] ?? ADDRESSES.front };
}

interface Pairs {
  readonly authority: Authority;
  readonly usual: KeyPair;
  readonly expired: KeyPair;
  readonly wrongName: KeyPair;
  readonly untrusted: KeyPair;
  readonly client: KeyPair;
}

async function issuePairs(folder: string): Promise<Pairs> {
  const authority = await Authority.create(folder, 'pulldoctor-e2e registries');
  const strange = await Authority.create(join(folder, 'strange'), 'nobody knows this authority');
  const names = [`DNS:*.${DOMAIN}`];
  const subject = `/CN=*.${DOMAIN}`;
  return {
    authority,
    usual: await authority.issue({ name: 'usual', subject, names }),
    expired: await authority.issue({ name: 'expired', subject, names, expired: true }),
    wrongName: await authority.issue({
      name: 'wrongname',
      subject: '/CN=other',
      names: ['DNS:registry.internal.example'],
    }),
    untrusted: await strange.issue({ name: 'untrusted', subject, names }),
    client: await authority.issue({ name: 'client', subject: '/CN=pusher' }),
  };
}

function startDockerRegistries(processes: Processes, folder: string, { authority, usual }: Pairs): void {
  const trusted = authority.pair.certificate;
  const start = (name: string, address: string, more: Partial<DockerRegistryOptions>): void => {
    startDockerRegistry(processes, {
      name,
      address,
      folder: join(folder, name),
      trusted,
      tls: usual,
      ...more,
    });
  };
  start('open', ADDRESSES.open, {});
  start('private', ADDRESSES.private, { auth: { kind: 'basic' } });
  const realm = `https://auth.${DOMAIN}/token`;
  start('tokens', ADDRESSES.tokens, { auth: { kind: 'token', realm, service: `hub.${DOMAIN}`, trusted } });
  start('mutual', ADDRESSES.mutual, { clientAuthority: trusted });
  startDockerRegistry(processes, {
    name: 'http',
    address: ADDRESSES.http,
    port: 5000,
    folder: join(folder, 'http'),
    trusted,
  });
}

/** Hosts that nodes reach through mirrors: per host, the mirrors and the origin behind them. */
const MIRRORED: Readonly<Record<string, { readonly server: string; readonly mirrors: readonly string[] }>> = {
  mirrored: { server: 'refused', mirrors: ['mirror'] },
  halfmirrored: { server: 'registry', mirrors: ['refused'] },
  brokenmirror: { server: 'registry', mirrors: ['broken'] },
};

function writeHosts(certsFolder: string): void {
  for (const [name, { server, mirrors }] of Object.entries(MIRRORED)) {
    const folder = join(certsFolder, `${name}.${DOMAIN}`);
    mkdirSync(folder, { recursive: true });
    const entries = mirrors.map(
      (mirror) => `[host."https://${mirror}.${DOMAIN}"]\n  capabilities = ["pull", "resolve"]\n`,
    );
    writeFileSync(
      join(folder, 'hosts.toml'),
      `server = "https://${server}.${DOMAIN}"\n\n${entries.join('\n')}`,
    );
  }
}

async function startFront(
  { usual, expired, wrongName, untrusted }: Pairs,
  journal: RequestJournal,
): Promise<void> {
  const contents = new MemoryRegistry();
  const blobs = new MemoryRegistry();
  spoiledImages(contents, blobs);
  const hosts = faultyHosts(contents, blobs);
  hosts.set(`auth.${DOMAIN}`, tokenServer(usual));
  const special = new Map([
    [`expired.${DOMAIN}`, expired],
    [`wrongname.${DOMAIN}`, wrongName],
    [`untrusted.${DOMAIN}`, untrusted],
  ]);
  await serveSecure(ADDRESSES.front, hosts, journal, usual, special);
  await servePlain(ADDRESSES.plain, 443, hosts, journal);
  await servePlain(ADDRESSES.front, 80, hosts, journal);
  await servePlain(ADDRESSES.metadata, 80, hosts, journal);
  await serveResets(ADDRESSES.reset);
  await serveSilence(ADDRESSES.mute);
  await serveNames(ADDRESSES.names, answerName);
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Repositories of the registry that wants tokens. */
export const TOKEN_REPOSITORIES = ['public/app', 'team/app', 'closed/app'] as const;

function pushToken(signer: KeyPair): string {
  const access = TOKEN_REPOSITORIES.map((name) => ({ type: 'repository', name, actions: ['pull', 'push'] }));
  return issueToken(signer, `hub.${DOMAIN}`, access, 'pusher');
}

/** Starts the name server and every registry of the lane; the docker registries are not waited for. */
export async function startRegistries(processes: Processes, folder: string): Promise<Registries> {
  const pairs = await issuePairs(join(folder, 'pki'));
  const trusted = join(folder, 'trusted.pem');
  copyFileSync(pairs.authority.pair.certificate, trusted);
  appendFileSync(trusted, readFileSync(pairs.authority.pair.certificate));
  const certsFolder = join(folder, 'hosts');
  mkdirSync(certsFolder, { recursive: true });
  writeHosts(certsFolder);
  startDockerRegistries(processes, folder, pairs);
  const journal = new RequestJournal();
  await startFront(pairs, journal);
  const at = (name: string, address: string): PushTarget => ({
    origin: `https://${name}.${DOMAIN}`,
    address,
    trusted,
  });
  return {
    trusted,
    certsFolder,
    startMirror: () => {
      const mirrorOf = `https://registry.${DOMAIN}`;
      const place = { address: ADDRESSES.mirror, folder: join(folder, 'mirror') };
      startDockerRegistry(processes, { name: 'mirror', ...place, trusted, tls: pairs.usual, mirrorOf });
    },
    open: at('registry', ADDRESSES.open),
    private: { ...at('private', ADDRESSES.private), authorization: basic(ACCOUNT.user, ACCOUNT.password) },
    tokens: { ...at('hub', ADDRESSES.tokens), authorization: `Bearer ${pushToken(pairs.usual)}` },
    mutual: { ...at('mtls', ADDRESSES.mutual), client: pairs.client },
    journal,
    http: { origin: `http://http.${DOMAIN}:5000`, address: ADDRESSES.http, trusted },
  };
}
