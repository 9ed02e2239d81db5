import { badRequest } from '../status.ts';

// The real server overlooks parameters it does not know. Here they are a surprise: a client that sends one
// believes in something that is not so.

const EVERYWHERE = ['pretty', 'timeout'];
const WATCHABLE = [
  'allowWatchBookmarks',
  'continue',
  'fieldSelector',
  'includeObject',
  'labelSelector',
  'limit',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'timeoutSeconds',
  'watch',
];
const BY_VERB: Readonly<Record<string, readonly string[]>> = {
  list: WATCHABLE,
  watch: WATCHABLE,
  get: ['includeObject', 'resourceVersion'],
  create: ['dryRun', 'fieldManager', 'fieldValidation'],
  patch: ['dryRun', 'fieldManager', 'fieldValidation', 'force'],
  delete: ['dryRun', 'gracePeriodSeconds', 'orphanDependents', 'propagationPolicy'],
  log: [
    'container',
    'follow',
    'insecureSkipTLSVerifyBackend',
    'limitBytes',
    'previous',
    'sinceSeconds',
    'sinceTime',
    'stream',
    'tailLines',
    'timestamps',
  ],
};

/** Refuses a parameter that this verb (or `log`) does not know, or that is given twice. */
export function checkParameters(query: URLSearchParams, verb: string): void {
  const known = new Set([...EVERYWHERE, ...(BY_VERB[verb] ?? [])]);
  for (const name of query.keys()) {
    if (!known.has(name)) throw badRequest(`unknown parameter: ${name}`, `parameter ${name} of ${verb}`);
    if (query.getAll(name).length > 1) throw badRequest(`repeated parameter: ${name}`, `${name} given twice`);
  }
}
