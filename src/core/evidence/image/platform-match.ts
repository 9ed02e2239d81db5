/**
 * Which entries of an image index a node can run, by the rules of the runtime that chooses: containerd's
 * (github.com/containerd/platforms v1.0.0-rc.5, `Only`) and those of CRI-O and Podman
 * (go.podman.io/image v5.42.0, `WantedPlatforms`). A Kubernetes node does not tell the variant of its
 * processor; without one, a node is the least of its architecture for containerd.
 */
import { normalizePlatform, type Platform } from './platform.ts';
import { windowsRuns } from './windows-version.ts';

/**
 * Whether containerd on `node` takes an index entry for `candidate`.
 *
 * @param candidate the entry's platform as written; undefined for an entry that declares none, which
 *   containerd does not pass over
 * @param node the node's platform; on Windows its `osVersion` decides
 */
export function platformMatches(candidate: Platform | undefined, node: Platform): boolean {
  if (candidate === undefined) return true;
  const wanted = normalizePlatform(node);
  const offered = normalizePlatform(candidate, wanted.os);
  return (
    offered.os === wanted.os &&
    architectureRuns(offered, wanted) &&
    (wanted.os !== 'windows' || windowsRuns(offered.osVersion ?? '', wanted.osVersion ?? '')) &&
    featuresRun(offered, wanted)
  );
}

/**
 * Whether CRI-O or Podman on `node` takes an entry of an OCI index for `candidate`. Names are compared as
 * they are written; operating system versions and features play no part.
 *
 * @param candidate undefined for an entry that declares no platform, which is taken when nothing fits
 *   better. In a Docker manifest list every entry declares one.
 */
export function containersImageMatches(candidate: Platform | undefined, node: Platform): boolean {
  if (candidate === undefined) return true;
  if (candidate.os !== node.os || candidate.architecture !== node.architecture) return false;
  const offered = candidate.variant ?? '';
  if (offered === '') return true;
  const ladder = containersImageLadders.get(node.architecture) ?? [];
  const wanted = node.variant ?? '';
  const from = ladder.indexOf(wanted);
  // An unknown variant is taken by its own name only; a node without one takes all there are.
  if (wanted !== '' && from < 0) return offered === wanted;
  return ladder.includes(offered, Math.max(from, 0));
}

/** From the most capable variant to the least. */
const containersImageLadders: ReadonlyMap<string, readonly string[]> = new Map([
  ['arm', ['v8', 'v7', 'v6', 'v5']],
  ['arm64', ['v8']],
]);

function architectureRuns(offered: Platform, node: Platform): boolean {
  const variant = offered.variant ?? '';
  switch (node.architecture) {
    case 'amd64':
      return offered.architecture === '386' ? variant === '' : amd64Runs(offered, node);
    case 'arm64':
      return arm64Runs(offered, node);
    case 'arm':
      return offered.architecture === 'arm' && armRuns(variant, node.variant ?? '');
    default:
      return offered.architecture === node.architecture && variant === (node.variant ?? '');
  }
}

/** A level runs the levels below it. A node that tells none is of the first, whose name is left out. */
function amd64Runs(offered: Platform, node: Platform): boolean {
  if (offered.architecture !== 'amd64') return false;
  const variant = offered.variant ?? '';
  const wanted = node.variant ?? '';
  if (variant === wanted) return true;
  const level = variant === '' ? 1 : levelOf(variant);
  return level >= 1 && level < numberOf(wanted);
}

function armRuns(variant: string, wanted: string): boolean {
  const level = levelOf(variant);
  return variant === wanted || (level >= 5 && level < numberOf(wanted));
}

/** 64-bit ARM runs its own older versions, and all of 32-bit ARM. v9.n is a superset of v8.(n+5). */
function arm64Runs(offered: Platform, node: Platform): boolean {
  const on = arm64Version(node.variant);
  if (on === undefined) return false;
  if (offered.architecture === 'arm') return armRuns(offered.variant ?? '', 'v8');
  const of = offered.architecture === 'arm64' ? arm64Version(offered.variant) : undefined;
  if (of === undefined) return false;
  if (of.major === on.major) return of.minor <= on.minor;
  return of.major === 8 && of.minor <= on.minor + 5;
}

/** v8 to v8.9 and v9 to v9.7. For a node of any other version containerd takes nothing at all. */
function arm64Version(variant = 'v8'): { readonly major: number; readonly minor: number } | undefined {
  const [, major, digit = '0'] = /^v([89])(?:\.([1-9]))?$/.exec(variant) ?? [];
  const minor = Number(digit);
  if (major === undefined || (major === '9' && minor > 7)) return undefined;
  return { major: Number(major), minor };
}

/** `v7` → 7, as containerd writes the rungs of its ladders; anything else is on none. */
function levelOf(variant: string): number {
  return /^v[1-9]\d{0,8}$/.test(variant) ? Number(variant.slice(1)) : Number.NaN;
}

/** A node's variant as a number, read as Go's `Atoi` does behind an optional `v`. */
function numberOf(variant: string): number {
  return /^v?[+-]?\d{1,9}$/.test(variant) ? Number(variant.replace('v', '')) : Number.NaN;
}

/** The node has every feature that the entry needs. Windows nodes are not asked for win32k. */
function featuresRun(offered: Platform, node: Platform): boolean {
  const has = node.osFeatures ?? [];
  const needs = offered.osFeatures ?? [];
  return needs.every((feature) => has.includes(feature) || (feature === 'win32k' && node.os === 'windows'));
}
