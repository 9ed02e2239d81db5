/**
 * How far a key of a docker config is from covering an image, after pkg/credentialprovider/keyring.go: to say why
 * a secret does not fit, never to choose one.
 */
import { matchKeys } from '../../evidence/credentials/keyring.ts';
import {
  cleanRegistryKey,
  HUB_KEY,
  hostMatches,
  parseRegistryTarget,
} from '../../evidence/credentials/registry-key.ts';
import type { ImageName } from '../image-name.ts';

export type KeyFit =
  /** Host and path cover the image. */
  | 'fits'
  /** The host does, the path is another's. */
  | 'other-path'
  | 'other-host'
  /** Kubelets differ: those built with an older Go take brackets in a host for a pattern. */
  | 'unsure';

export function keyFit(key: string, image: ImageName): KeyFit {
  if (matchKeys([{ key }], image.repository).length > 0) return 'fits';
  const cleaned = cleanRegistryKey(key);
  if (cleaned === undefined) return key.includes('[') ? 'unsure' : 'other-host';
  const pattern = parseRegistryTarget(cleaned);
  const target = parseRegistryTarget(image.repository);
  if (pattern === undefined || target === undefined) return 'other-host';
  const hub = image.host === 'docker.io' && pattern.parts.join('.') === HUB_KEY && pattern.port === '';
  return hub || hostMatches(pattern, target) ? 'other-path' : 'other-host';
}
