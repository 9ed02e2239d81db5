import type { ClusterEvidence } from '../../evidence/evidence.ts';

const PROVIDER = 'credential provider';

/** The kubelet swallows these: the pull goes on without credentials, and only its log says why. */
export function isProviderError(text: string): boolean {
  const lower = text.toLowerCase();
  const named = lower.includes(PROVIDER) || lower.includes('credentialprovider');
  return named && (lower.includes('fail') || lower.includes('err'));
}

/** The log of this node shows a credential provider that failed. */
export function providerFailed(node: string | undefined, { nodeLogs = [] }: ClusterEvidence): boolean {
  return nodeLogs.some((log) => log.node === node && log.lines.some(({ text }) => isProviderError(text)));
}
