/** Which key of a secret was probably meant for an image, and what keeps it from covering it. */
import { cleanRegistryKey, parseRegistryTarget } from '../../evidence/credentials/registry-key.ts';
import { editDistance } from '../../evidence/spelling/edit-distance.ts';
import type { ImageName } from '../image-name.ts';
import { keyFit } from './registry-key.ts';

/** From what is surely a slip to what may be one; the kubelet compares letter by letter. */
const DIFFERENCES = ['path', 'framing', 'hub-name', 'case', 'port', 'wildcard', 'spelling'] as const;

export type KeyDifference = (typeof DIFFERENCES)[number];

export interface NearKey {
  readonly key: string;
  readonly difference: KeyDifference;
}

/** The nearest of keys that do not cover the image; nothing where none is near. */
export function nearestKey(keys: readonly string[], image: ImageName): NearKey | undefined {
  const near = keys.flatMap((key) => {
    const difference = differenceOf(key, image);
    return difference === undefined ? [] : [{ key, difference }];
  });
  const rank = ({ difference }: NearKey): number => DIFFERENCES.indexOf(difference);
  return near.toSorted((one, other) => rank(one) - rank(other))[0];
}

function differenceOf(key: string, image: ImageName): KeyDifference | undefined {
  if (keyFit(key, image) === 'other-path') return 'path';
  const plain = withoutFraming(key);
  if (plain !== key && keyFit(plain, image) === 'fits') return 'framing';
  const host = hostOf(plain);
  const wanted = hostOf(image.repository);
  if (host === undefined || wanted === undefined) return undefined;
  if (image.host === 'docker.io') return HUB_NAMES.has(host.name) ? 'hub-name' : undefined;
  if (host.name === wanted.name) return host.port === wanted.port ? undefined : 'port';
  if (host.name.toLowerCase() === wanted.name.toLowerCase()) return 'case';
  if (host.name.startsWith('*.')) return wanted.name.endsWith(host.name.slice(1)) ? 'wildcard' : undefined;
  return editDistance(host.name, wanted.name, SLIPS) <= SLIPS ? 'spelling' : undefined;
}

const SLIPS = 2;

/** Names of Docker Hub that people use and the kubelet does not take for it. */
const HUB_NAMES: ReadonlySet<string> = new Set([
  'registry-1.docker.io',
  'hub.docker.com',
  'auth.docker.io',
  'registry.hub.docker.com',
  'www.docker.com',
  'docker.com',
]);

/** Without the white space, quotes and schemes that make a host none. */
function withoutFraming(key: string): string {
  const text = key.trim().replace(/^["'<]+|["'>]+$/gu, '');
  const scheme = text.indexOf('://');
  return scheme < 0 ? text : text.slice(scheme + '://'.length);
}

function hostOf(text: string): { readonly name: string; readonly port: string } | undefined {
  const cleaned = cleanRegistryKey(text);
  const target = cleaned === undefined ? undefined : parseRegistryTarget(cleaned);
  return target === undefined ? undefined : { name: target.parts.join('.'), port: target.port };
}
