import { createHash } from 'node:crypto';
import { DOMAIN } from '../cluster/addresses.ts';
import { buildImage, buildIndex, type OciImage } from './oci-image.ts';
import { foreignArchitecture } from './program.ts';
import { pushImage, type PushTarget } from './push-image.ts';
import { TOKEN_REPOSITORIES, type Registries } from './start-registries.ts';

/** Images of the open registry: repository and tag. */
const OPEN: readonly (readonly [string, string])[] = [
  ['system/pause', '1.0'],
  ['team/app', '1.0'],
  ['team/app', '1.1'],
  ['team/tool', '1.0'],
  ['team/volume', '1.0'],
  ['team/mirrored', '1.0'],
  ['team/shared', '1.0'],
  ['team/shop', 'v1.0.0'],
  ['team/shop', 'v1.1.0'],
  ['team/shop', 'v2.0.0'],
  ['team/shop', 'latest'],
];
/** Mebibytes of an image that does not fit the small node. */
const TOO_BIG = 48;

async function publishOpen(target: PushTarget): Promise<void> {
  for (const [repository, tag] of OPEN)
    await pushImage(target, repository, tag, buildImage({ name: `${repository}:${tag}` }));
  await pushImage(target, 'team/job', '1.0', buildImage({ name: 'job', program: 'end' }));
  await pushImage(target, 'team/big', '1.0', buildImage({ name: 'big', padding: TOO_BIG << 20 }));
  const foreign = buildImage({ name: 'foreign', architecture: foreignArchitecture() });
  await pushImage(target, 'team/foreign', '1.0', buildIndex(new Map([[foreignArchitecture(), foreign]])));
}

/** Pushes what the cases pull. */
export async function publishImages(registries: Registries): Promise<void> {
  const app = (name: string): OciImage => buildImage({ name });
  await publishOpen(registries.open);
  for (const name of ['app', 'sidecar', 'cached', 'job'])
    await pushImage(registries.private, `team/${name}`, '1.0', app(`private ${name}`));
  for (const repository of TOKEN_REPOSITORIES)
    await pushImage(registries.tokens, repository, '1.0', app(`tokens ${repository}`));
  await pushImage(registries.mutual, 'team/app', '1.0', app('mutual'));
  await pushImage(registries.http, 'team/app', '1.0', app('http'));
}

/** A digest that no image has. */
export const NO_SUCH_DIGEST: string = `sha256:${createHash('sha256').update(`nothing at ${DOMAIN}`).digest('hex')}`;
