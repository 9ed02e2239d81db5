import { readFile } from 'node:fs/promises';
import { asProbeLogin } from '../../../core/diagnosis/probing/plan-probes.ts';
import { lookupLogins } from '../../../core/evidence/credentials/keyring.ts';
import { readLogins } from '../../../core/evidence/credentials/parse-pull-secret.ts';
import type { PullSecret } from '../../../core/evidence/credentials/pull-secret.ts';
import { parsePlatform, type Platform } from '../../../core/evidence/image/platform.ts';
import type { BlindSpot } from '../../../core/evidence/observed.ts';
import type { ProbeLogin, ProbeRequest } from '../../../core/evidence/registry/probe-request.ts';
import { UserError } from '../../../edge/files/user-error.ts';
import type { CommandLine } from '../command-line.ts';
import type { Io } from '../io.ts';
import type { Lender, LoginsFor } from './lender.ts';
import { probeIdentity } from './probe-identity.ts';

/** What `pulldoctor probe` asks, and what it could not find out before asking. */
export interface ProbeQuestion {
  readonly requests: readonly ProbeRequest[];
  readonly platforms: readonly Platform[];
  /** `unseen`: what the kubelet would send could not be read. */
  readonly credentials: 'seen' | 'unseen';
  readonly blindSpots: readonly BlindSpot[];
}

/** In: the command line. Throws a UserError for what cannot be asked. */
export async function probeQuestion(line: CommandLine, io: Io): Promise<ProbeQuestion> {
  if (line.words.length === 0) throw new UserError('name an image: probe ghcr.io/acme/app:1.2');
  const given = platformsOf(line);
  const lender = await lenderOf(line, io);
  const platforms = given.length > 0 ? given : lender.platforms;
  const lost = lender.blindSpots.some(({ hidesTarget }) => hidesTarget === true);
  const asked = lost
    ? []
    : [...new Set(line.words)].map((image) => ({ image, logins: lender.loginsFor(image) }));
  return {
    requests: asked.flatMap(({ image, logins }) =>
      'why' in logins ? [] : requestFor(image, logins, platforms, line),
    ),
    platforms,
    credentials: lender.credentials,
    blindSpots: [...lender.blindSpots, ...asked.flatMap(({ logins }) => ('why' in logins ? [logins] : []))],
  };
}

/** Anonymous as the kubelet, where no login matches; and where it was asked for. */
function requestFor(
  image: string,
  logins: readonly ProbeLogin[],
  platforms: readonly Platform[],
  { switches }: CommandLine,
): ProbeRequest {
  return {
    image,
    access: '',
    logins,
    anonymous: logins.length === 0 || switches.has('anonymous'),
    platforms,
    depth: switches.has('deep') ? 'deep' : 'manifest',
    content: true,
  };
}

function platformsOf(line: CommandLine): readonly Platform[] {
  return (line.values.get('platform') ?? []).map((text) => {
    const platform = parsePlatform(text);
    if (platform === undefined) throw new UserError(`--platform ${text}: not a platform such as linux/arm64`);
    return platform;
  });
}

async function lenderOf(line: CommandLine, io: Io): Promise<Lender> {
  const identity = probeIdentity(line);
  switch (identity.is) {
    case 'nobody':
      return { ...NOTHING_LENT, loginsFor: () => [] };
    case 'me':
      return (await import('./my-logins.ts')).myLogins(line.words, io);
    case 'docker-config':
      return { ...NOTHING_LENT, loginsFor: fromSecrets([await readConfig(identity.file)], sourceInFile) };
    default: {
      const { readClusterLogins } = await import('./cluster-logins.ts');
      const { pullSecrets, unseen, platforms, blindSpots } = await readClusterLogins(identity, line, io);
      const credentials = unseen.length > 0 ? 'unseen' : 'seen';
      return { loginsFor: fromSecrets(pullSecrets), platforms, credentials, blindSpots };
    }
  }
}

const NOTHING_LENT: Omit<Lender, 'loginsFor'> = { platforms: [], credentials: 'seen', blindSpots: [] };

function fromSecrets(
  secrets: readonly PullSecret[],
  renamed: (login: ProbeLogin) => ProbeLogin = (login) => login,
): LoginsFor {
  return (image) => {
    const found = lookupLogins(secrets, image);
    if (found.kind === 'logins') return found.logins.map((login) => renamed(asProbeLogin(login)));
    return {
      what: `image ${image}`,
      why: `${found.secret} cannot be read by the kubelet (${found.why}), which then pulls nothing at all`,
      hidesTarget: true,
    };
  };
}

function sourceInFile({ secret, ...login }: ProbeLogin): ProbeLogin {
  return { ...login, source: `${secret?.name ?? ''} key ${secret?.key ?? ''}` };
}

async function readConfig(file: string): Promise<PullSecret> {
  try {
    return { namespace: '', name: file, ...readLogins(await readFile(file, 'utf8'), 'dockerconfigjson') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UserError(`--docker-config ${file} cannot be read (${code})`);
  }
}
