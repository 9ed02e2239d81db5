/**
 * Platforms as images declare them and nodes have them, in the words of the OCI image specification.
 * Specifiers and aliases follow github.com/containerd/platforms v1.0.0-rc.5:
 *
 *     specifier = os [ "(" [ version ] { "+" feature } ")" ] [ "/" architecture [ "/" variant ] ]
 *               | architecture
 *
 * Inside the parentheses the characters `%+()/` are percent-encoded.
 */
export interface Platform {
  /** Go's GOOS: `linux`, `windows`. Empty where an index leaves it out. */
  readonly os: string;
  /** Go's GOARCH: `amd64`, `arm64`. */
  readonly architecture: string;
  /** `v7` of arm, `v8` of arm64, `v2` of amd64. */
  readonly variant?: string;
  /** `os.version`, which decides on Windows only: `10.0.20348.2227`. A node tells it as its kernel version. */
  readonly osVersion?: string;
  /** `os.features`: `win32k`. */
  readonly osFeatures?: readonly string[];
}

/** What fills the parts that a specifier leaves out. Go takes them from the machine it runs on. */
export type HostPlatform = Pick<Platform, 'os' | 'architecture'>;

const commonHost: HostPlatform = { os: 'linux', architecture: 'amd64' };

/**
 * Reads a specifier such as `linux/arm64/v8`, `arm64` or `windows(10.0.17763)/amd64`. Go's `Parse`.
 *
 * @param specifier any text
 * @param host fills in what the specifier leaves out, linux/amd64 unless told
 * @returns the platform with aliases replaced, or undefined when the text is no platform
 */
export function parsePlatform(specifier: string, host: HostPlatform = commonHost): Platform | undefined {
  const [first = '', architecture, variant, ...more] = specifier.split('/', 4);
  const os = parseOs(first, host);
  if (os === undefined || more.length > 0) return undefined;
  if (architecture === undefined) return parseAlone(first, os, host);
  if (!isPart(architecture) || (variant !== undefined && !isPart(variant))) return undefined;
  const read = normalizeArchitecture(architecture, variant ?? '');
  // Go writes arm64's default out when a variant was asked for, and leaves arm's out when none was.
  if (variant !== undefined && read.architecture === 'arm64') {
    return { ...os, architecture: 'arm64', variant: read.variant ?? 'v8' };
  }
  return { ...os, ...(variant === undefined ? withoutDefaultArm(read) : read) };
}

/**
 * Replaces aliases by Go's names and leaves default variants out: `Linux/aarch64/v8` → `linux/arm64`,
 * `x86_64` → `amd64`, `armhf` → `arm/v7`. Go's `Normalize`.
 *
 * @param os stands in for a missing operating system: the node's
 */
export function normalizePlatform(platform: Platform, os: string = commonHost.os): Platform {
  const { osVersion, osFeatures = [] } = platform;
  return {
    os: normalizeOs(platform.os, os),
    ...normalizeArchitecture(platform.architecture, platform.variant ?? ''),
    ...(osVersion !== undefined && osVersion !== '' && { osVersion }),
    ...(osFeatures.length > 0 && { osFeatures: [...new Set(osFeatures)].toSorted(byCodeUnit) }),
  };
}

/** `linux/arm64/v8`, `windows(10.0.17763+win32k)/amd64`; `unknown` without an operating system. Go's `FormatAll`. */
export function formatPlatform(platform: Platform): string {
  if (platform.os === '') return 'unknown';
  const parts = [platform.os + formatOsOptions(platform), platform.architecture, platform.variant ?? ''];
  return parts.filter((part) => part !== '').join('/');
}

type Os = Pick<Platform, 'os' | 'osVersion' | 'osFeatures'>;
type Architecture = Pick<Platform, 'architecture' | 'variant'>;

const osPattern = /^(?<name>[\w-]+)(?:\((?<version>[\w.%-]*)(?<features>(?:\+[\w.%-]+)*)\))?$/;

function parseOs(text: string, host: HostPlatform): Os | undefined {
  const groups = osPattern.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const osVersion = percentDecode(groups['version'] ?? '');
  const osFeatures = parseFeatures(groups['features'] ?? '');
  if (osVersion === undefined || osFeatures === undefined) return undefined;
  return {
    os: normalizeOs(groups['name'] ?? '', host.os),
    ...(osVersion !== '' && { osVersion }),
    ...(osFeatures.length > 0 && { osFeatures }),
  };
}

/** `+a+b` → a, b. */
function parseFeatures(text: string): string[] | undefined {
  const features: string[] = [];
  for (const encoded of text.split('+').slice(1)) {
    const feature = percentDecode(encoded);
    if (feature === undefined) return undefined;
    features.push(feature);
  }
  return features;
}

function percentDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A single word is an operating system if it is a known one, else an architecture if it is a known one. */
function parseAlone(word: string, os: Os, host: HostPlatform): Platform | undefined {
  if (knownOs.has(os.os)) return { ...os, architecture: host.architecture };
  const read = withoutDefaultArm(normalizeArchitecture(word, ''));
  return knownArchitectures.has(read.architecture) ? { ...os, os: host.os, ...read } : undefined;
}

function isPart(text: string): boolean {
  return /^[\w.-]+$/.test(text);
}

function normalizeOs(os: string, fallback: string): string {
  const lower = os.toLowerCase();
  if (lower === '') return fallback;
  return lower === 'macos' ? 'darwin' : lower;
}

function normalizeArchitecture(written: string, writtenVariant: string): Architecture {
  const variant = writtenVariant.toLowerCase();
  const architecture = written.toLowerCase();
  switch (architecture) {
    case 'i386':
      return { architecture: '386' };
    case 'x86_64':
    case 'x86-64':
    case 'amd64':
      return withVariant('amd64', variant === 'v1' ? '' : variant);
    case 'aarch64':
    case 'arm64':
      return withVariant('arm64', arm64Variants.get(variant) ?? variant);
    case 'armhf':
      return { architecture: 'arm', variant: 'v7' };
    case 'armel':
      return { architecture: 'arm', variant: 'v6' };
    case 'arm':
      return withVariant('arm', armVariants.get(variant) ?? variant);
    default:
      return withVariant(architecture, variant);
  }
}

const arm64Variants: ReadonlyMap<string, string> = new Map([
  ['8', ''],
  ['v8', ''],
  ['v8.0', ''],
  ['9', 'v9'],
  ['9.0', 'v9'],
  ['v9.0', 'v9'],
]);

const armVariants: ReadonlyMap<string, string> = new Map([
  ['', 'v7'],
  ['5', 'v5'],
  ['6', 'v6'],
  ['7', 'v7'],
  ['8', 'v8'],
]);

function withVariant(architecture: string, variant: string): Architecture {
  return variant === '' ? { architecture } : { architecture, variant };
}

function withoutDefaultArm(read: Architecture): Architecture {
  return read.architecture === 'arm' && read.variant === 'v7' ? { architecture: 'arm' } : read;
}

function formatOsOptions({ osVersion = '', osFeatures = [] }: Platform): string {
  const features = [...new Set(osFeatures)].filter((feature) => feature !== '').toSorted(byCodeUnit);
  const options = [osVersion, ...features].map(percentEncode).join('+');
  return options === '' ? '' : `(${options})`;
}

function percentEncode(text: string): string {
  return text.replaceAll(/[%+()/]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Go sorts strings by their bytes, which for ASCII is by code unit. */
function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const knownOs: ReadonlySet<string> = new Set(
  (
    'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris ' +
    'windows zos'
  ).split(' '),
);

const knownArchitectures: ReadonlySet<string> = new Set(
  (
    '386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 ' +
    'mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm'
  ).split(' '),
);
