import { createSocket, type Socket } from 'node:dgram';

/** What the name server says of one name: an address, or one of the ways in which it fails. */
export type NameAnswer = { readonly address: string } | 'no-such-name' | 'server-failure' | 'silence';

const NO_SUCH_NAME = 3;
const SERVER_FAILURE = 2;
const TYPE_A = 1;

/** The question of a query: its name, its type, and where it ends. Nothing when the packet is not a query. */
function questionOf(
  query: Buffer,
): { readonly name: string; readonly type: number; readonly end: number } | undefined {
  const labels: string[] = [];
  let at = 12;
  for (;;) {
    const length = query[at];
    if (length === undefined || length > 63) return undefined;
    at += 1;
    if (length === 0) break;
    labels.push(query.toString('latin1', at, at + length));
    at += length;
  }
  if (at + 4 > query.length) return undefined;
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at), end: at + 4 };
}

function reply(query: Buffer, end: number, code: number, address?: string): Buffer {
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  // Response, recursion desired and available.
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(address === undefined ? 0 : 1, 6);
  const parts: Uint8Array[] = [header, query.subarray(12, end)];
  if (address !== undefined)
    parts.push(Buffer.from([0xc0, 12, 0, TYPE_A, 0, 1, 0, 0, 0, 5, 0, 4, ...address.split('.').map(Number)]));
  return Buffer.concat(parts);
}

/** Answers name queries over UDP (RFC 1035: one question, A records only) from `answer`. */
export function serveNames(host: string, answer: (name: string) => NameAnswer): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (query, peer) => {
    const asked = questionOf(query);
    if (asked === undefined) return;
    const said = answer(asked.name);
    if (said === 'silence') return;
    const code = said === 'no-such-name' ? NO_SUCH_NAME : said === 'server-failure' ? SERVER_FAILURE : 0;
    const address = typeof said === 'object' && asked.type === TYPE_A ? said.address : undefined;
    socket.send(reply(query, asked.end, code, address), peer.port, peer.address);
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(53, host, () => resolve(socket));
  });
}
