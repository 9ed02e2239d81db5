import { platformMatches } from '../image/platform-match.ts';
import { formatPlatform, normalizePlatform, type Platform } from '../image/platform.ts';
import type { IndexEntry } from './manifest-reading.ts';

/**
 * The entry of an index that each wanted platform would be given, each entry once, in the order of the
 * platforms: the very platform first, else the first that containerd would take.
 */
export function chooseEntries(
  entries: readonly IndexEntry[],
  platforms: readonly Platform[],
): readonly IndexEntry[] {
  const chosen = new Set<IndexEntry>();
  for (const wanted of platforms) {
    const name = formatPlatform(normalizePlatform(wanted));
    const entry =
      entries.find(({ platform }) => formatPlatform(normalizePlatform(platform)) === name) ??
      entries.find(({ platform }) => platformMatches(declared(platform), wanted));
    if (entry !== undefined) chosen.add(entry);
  }
  return [...chosen];
}

/** An entry without a platform is taken by everybody. */
function declared(platform: Platform): Platform | undefined {
  return platform.os === '' && platform.architecture === '' ? undefined : platform;
}
