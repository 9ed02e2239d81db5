/** What registries showed, as plain values of the report. */
import type { Suggestion } from '../diagnosis/finding.ts';
import { probeFacts } from '../diagnosis/probing/probe-facts.ts';
import type { ProbeVerdict } from '../diagnosis/probing/probe-verdict.ts';
import { formatPlatform } from '../evidence/image/platform.ts';
import type { CredentialTrial } from '../evidence/registry/image-probe.ts';
import type { ReportProbe, ReportSuggestion, Trial } from './report.ts';
import { formatTimestamp } from './timestamp.ts';

/** Field by field: what is not named here is never shown. */
export function reportTrial({ source, user, outcome, status, says, kubelets }: CredentialTrial): Trial {
  return {
    source,
    ...(user !== undefined && { user }),
    outcome,
    ...(status !== undefined && { status }),
    ...(says !== undefined && { says }),
    kubelets,
  };
}

export function reportSuggestion({ created, ...rest }: Suggestion): ReportSuggestion {
  return { ...rest, ...(created !== undefined && { created: formatTimestamp(created) }) };
}

export function reportProbe(verdict: ProbeVerdict): ReportProbe {
  const { probe, outcome, ladder } = verdict;
  const { manifest } = probe;
  return {
    image: probe.image,
    outcome,
    at: formatTimestamp(probe.at),
    ladder,
    trials: probe.trials.map(reportTrial),
    platforms: (manifest?.platforms ?? []).map(formatPlatform),
    ...(manifest !== undefined && { digest: manifest.digest, mediaType: manifest.mediaType }),
    ...(manifest?.created !== undefined && { created: formatTimestamp(manifest.created) }),
    ...(manifest?.size !== undefined && { size: manifest.size }),
    facts: probeFacts(verdict.cause, verdict, 'name'),
  };
}
