import type { WireHeaders } from './wire/wire.ts';

export type Log = (level: number, line: string) => void;

/** Headers whose values say nothing of who asks; every other value is hidden. */
const OPEN_HEADERS: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'audit-id',
  'cache-control',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'host',
  'retry-after',
  'server',
  'transfer-encoding',
  'user-agent',
  'vary',
  'warning',
  'x-kubernetes-pf-flowschema-uid',
  'x-kubernetes-pf-prioritylevel-uid',
]);

/** `Accept: application/json`, one line a header; values that could hold a secret are hidden. */
export function headerLines(headers: WireHeaders, mark: string): readonly string[] {
  return Object.entries(headers).map(([name, value]) => {
    const shown = OPEN_HEADERS.has(name.toLowerCase()) ? String(value) : '(hidden)';
    return `${mark} ${name}: ${shown}`;
  });
}
