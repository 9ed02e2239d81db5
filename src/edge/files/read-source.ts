import type { EvidenceAssembly } from '../../core/evidence/objects/assemble-evidence.ts';
import type { Bytes } from './bytes.ts';
import { peekBytes } from './file-bytes.ts';
import { fileFormat, HEAD_SIZE, type FileFormat } from './file-format.ts';
import { JsonStream } from './json-stream.ts';
import { lossSpots } from './loss-spots.ts';
import { isObjectFile } from './object-file.ts';
import { loadYamlParser } from './parse-yaml.ts';
import { SourceSink } from './source-sink.ts';
import { isBundleFile, readBundleFile } from './support-bundle.ts';
import { tarEntries } from './tar-entries.ts';
import { gunzipped, inUtf8 } from './unpacked-bytes.ts';
import { YamlStream } from './yaml-stream.ts';

/** What a file came to. */
export interface SourceReading {
  /** True when it held objects of kinds that matter here, or at least a list or the ruins of one. */
  readonly usable: boolean;
  /** Why it did not, to be said if nobody else held any. */
  readonly trouble?: string;
}

/** Archives in archives nobody makes on purpose. */
const DEEPEST_PACKING = 4;

const TROUBLES: Readonly<Partial<Record<FileFormat, string>>> = {
  empty: 'the file is empty',
  zip: 'a zip archive has to be unpacked first',
  zstd: 'zstd data has to be unpacked first',
  binary: 'it is neither text nor a tar or gzip archive',
};
const NO_OBJECTS = 'it holds no Kubernetes objects';

/**
 * Reads one file, whatever its format, into the evidence.
 * In: the name by which blind spots call it, and its bytes. Throws the system's error when the first byte
 * cannot be read; anything that breaks later costs only what stands behind it.
 */
export async function readSource(
  name: string,
  bytes: Bytes,
  assembly: EvidenceAssembly,
  packing = 0,
): Promise<SourceReading> {
  if (packing > DEEPEST_PACKING) return { usable: false, trouble: 'it is packed too many times over' };
  const peeked = await peekBytes(bytes, HEAD_SIZE);
  const head = peeked.head.subarray(0, HEAD_SIZE);
  const { all } = peeked;
  const format = fileFormat(head);
  switch (format) {
    case 'gzip':
      return readUnpacked(name, gunzipped(all), assembly, packing + 1);
    case 'utf-16le':
    case 'utf-16be':
      return readSource(name, inUtf8(all, format), assembly, packing + 1);
    case 'tar':
      return readArchive(name, all, assembly, packing + 1);
    case 'json':
    case 'yaml':
      return readObjects(name, all, assembly, { format, head });
    default:
      return { usable: false, trouble: TROUBLES[format] ?? NO_OBJECTS };
  }
}

/** Damage at the very start of packed data is trouble with the file, not with the system. */
async function readUnpacked(
  name: string,
  bytes: Bytes,
  assembly: EvidenceAssembly,
  packing: number,
): Promise<SourceReading> {
  try {
    return await readSource(name, bytes, assembly, packing);
  } catch (error) {
    if (errorCode(error).startsWith('Z_')) return { usable: false, trouble: 'its gzip data is damaged' };
    throw error;
  }
}

async function readArchive(
  name: string,
  bytes: Bytes,
  assembly: EvidenceAssembly,
  packing: number,
): Promise<SourceReading> {
  let usable = false;
  try {
    for await (const entry of tarEntries(bytes)) {
      if (!isObjectFile(entry.name)) continue;
      const reading = await readFileOf(`${name}:${entry.name}`, entry.bytes, assembly, packing);
      usable ||= reading.usable;
    }
  } catch (error) {
    assembly.addBlindSpot({ what: `the rest of ${name}`, why: breakdown(error), hidesTarget: true });
  }
  return usable ? { usable } : { usable, trouble: 'the archive holds no Kubernetes objects' };
}

/** Reads a file of a folder or an archive: like any other, but for what only bundles hold. */
export async function readFileOf(
  path: string,
  bytes: Bytes,
  assembly: EvidenceAssembly,
  packing = 0,
): Promise<SourceReading> {
  if (!isBundleFile(path)) return readSource(path, bytes, assembly, packing);
  await readBundleFile(path, bytes, assembly);
  return { usable: true };
}

async function readObjects(
  name: string,
  bytes: Bytes,
  assembly: EvidenceAssembly,
  { format, head }: { readonly format: 'json' | 'yaml'; readonly head: Buffer },
): Promise<SourceReading> {
  const sink = new SourceSink(assembly, name);
  const stream = format === 'json' ? new JsonStream(sink) : new YamlStream(sink, await loadYamlParser());
  let offset = 0;
  try {
    for await (const piece of bytes) {
      stream.push(piece);
      offset += piece.length;
    }
  } catch (error) {
    sink.lost({ from: offset, why: breakdown(error), toTheEnd: true });
  }
  stream.end();
  const found = sink.objects + sink.lists > 0;
  // Half a pod is still a dump; half of anything else is of no concern.
  const ruin = sink.losses.length > 0 && /["']?(?:apiVersion|kind)["']?\s{0,9}:/.test(head.toString('utf8'));
  if (found || ruin) {
    for (const spot of lossSpots(name, sink.losses, sink.mayMissPods)) assembly.addBlindSpot(spot);
    return { usable: true };
  }
  if (sink.others > 0) return { usable: false, trouble: 'none of its objects has to do with pulling images' };
  return {
    usable: false,
    trouble: sink.losses.length > 0 ? `it is not valid ${format.toUpperCase()}` : NO_OBJECTS,
  };
}

/** Why reading broke off, without words of the file's content. */
function breakdown(error: unknown): string {
  const code = errorCode(error);
  if (code.startsWith('Z_')) return 'its gzip data is damaged';
  return code === '' ? 'the archive is damaged' : `reading it failed (${code})`;
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
