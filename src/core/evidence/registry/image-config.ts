import type { Platform } from '../image/platform.ts';
import { known, objectOf } from '../objects/json-value.ts';
import { parseInstant } from '../objects/instant.ts';
import type { Instant } from '../observed.ts';
import { readPlatform } from './manifest-reading.ts';

/** What an image's config says of it (OCI image specification, "Image Configuration"). */
export interface ImageConfigReading {
  readonly platform: Platform;
  /** Left out for builds that set it to the epoch so as to be reproducible. */
  readonly created?: Instant;
}

/** Undefined when it names no operating system and no architecture, so is no image's config. */
export function readImageConfig(json: unknown): ImageConfigReading | undefined {
  const platform = readPlatform(json);
  if (platform.os === '' && platform.architecture === '') return undefined;
  return { platform, ...known({ created: parseInstant(objectOf(json)['created']) }) };
}
