/** The parts of `os.version` that decide whether a Windows host runs a container. */
interface WindowsVersion {
  readonly major: number;
  readonly minor: number;
  readonly build: number;
}

/** Builds of Windows Server's long-term releases with a stable container interface, oldest first. */
const stableBuilds: readonly number[] = [20348, 26100];

/**
 * Whether a Windows host runs a container made for another Windows version, as containerd decides it
 * (github.com/containerd/platforms v1.0.0-rc.5, platform_windows_compat.go).
 *
 * Before Windows Server 2022 the builds must be equal. From then on a host runs what was made since the
 * long-term release before its own.
 *
 * @param container `os.version` of the image, `10.0.17763.5329`; empty runs anywhere
 * @param host version of the node; when it cannot be read nothing is ruled out
 */
export function windowsRuns(container: string, host: string): boolean {
  const on = parseWindowsVersion(host);
  if (container === '' || on === undefined) return true;
  const of = parseWindowsVersion(container) ?? { major: 0, minor: 0, build: 0 };
  if (of.major !== on.major || of.minor !== on.minor) return false;
  if (on.build < (stableBuilds[0] ?? 0)) return of.build === on.build;
  return of.build >= oldestBuild(on.build) && of.build <= on.build;
}

function oldestBuild(hostBuild: number): number {
  const release = stableBuilds.findLastIndex((build) => build <= hostBuild);
  return stableBuilds[Math.max(release - 1, 0)] ?? 0;
}

/** Go reads major and minor as a byte each and the build as 16 bits; anything else is no version. */
function parseWindowsVersion(text: string): WindowsVersion | undefined {
  const parts = text.split('.', 3);
  const [major = -1, minor = -1, build = -1] = parts.map((part) => (/^\d+$/.test(part) ? Number(part) : -1));
  const inRange = [major, minor, build].every((part, i) => part >= 0 && part <= (i < 2 ? 0xff : 0xffff));
  if (!inRange || major + minor + build === 0) return undefined;
  return { major, minor, build };
}
