import type { JsonObject } from '../../../core/evidence/objects/json-value.ts';

// kubectl sends the three reviews, and them alone, as protobuf: k8s.io/api/authorization/v1/generated.proto
// inside the envelope of k8s.io/apimachinery/pkg/runtime/generated.proto.

export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

const MAGIC = Buffer.from('k8s\0');
const RESOURCE_ATTRIBUTES = ['', 'namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'];
const PATH_ATTRIBUTES = ['', 'path', 'verb'];

/** Fields of a message that carry bytes, by number; the others are stepped over. */
type Message = ReadonlyMap<number, Buffer>;

/** A review as JSON has it; undefined when the bytes are none. */
export function protobufReview(plural: string, bytes: Buffer): JsonObject | undefined {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const raw = messageOf(bytes.subarray(MAGIC.length)).get(2) ?? Buffer.alloc(0);
  const spec = messageOf(messageOf(raw).get(2) ?? Buffer.alloc(0));
  if (plural === 'selfsubjectrulesreviews') return { spec: { namespace: (spec.get(1) ?? '').toString() } };
  const resource = spec.get(1);
  const path = spec.get(2);
  return {
    spec: {
      ...(resource === undefined ? {} : { resourceAttributes: textsOf(resource, RESOURCE_ATTRIBUTES) }),
      ...(path === undefined ? {} : { nonResourceAttributes: textsOf(path, PATH_ATTRIBUTES) }),
    },
  };
}

function textsOf(bytes: Buffer, names: readonly string[]): JsonObject {
  const texts: Record<string, string> = {};
  for (const [number, value] of messageOf(bytes)) {
    const name = names[number];
    if (name !== undefined && value.length > 0) texts[name] = value.toString();
  }
  return texts;
}

function messageOf(bytes: Buffer): Message {
  const fields = new Map<number, Buffer>();
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; shift < 35 && at < bytes.length; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return value;
  };
  while (at < bytes.length) {
    const tag = number();
    const length = (tag & 7) === 2 ? number() : undefined;
    if (length === undefined) number();
    else {
      fields.set(tag >> 3, bytes.subarray(at, at + length));
      at += length;
    }
  }
  return fields;
}
