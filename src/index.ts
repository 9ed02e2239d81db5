/**
 * pulldoctor as a library: the engine behind the command line, the same reading, judging and saying.
 *
 *     import { explainMessage } from 'pulldoctor';
 *     explainMessage('dial tcp: lookup ghcr.io: no such host').cause; // 'dns-failure'
 *
 *     const evidence = await gatherFromFiles(['dump.json']);
 *     const diagnosis = diagnose(evidence);
 *     const report = buildReport(diagnosis, (finding) => planRemedies(finding, evidence), Date.now());
 *     renderText(report);
 *
 * Apart from gatherFromFiles everything is pure: values in, values out, no clock, no network. Fields may be
 * added to any value, and causes to CAUSES, in any version.
 */

// One message.

/** A message's meaning in one step: reads it, judges it, and gives the flat value of `explain -o json`. */
export { explainMessage } from './core/report/explain-message.ts';
/** What a message says, before anybody judges it. Total; keeps the raw text. */
export { readMessage } from './core/evidence/message/read-message.ts';
/** The verdict on a reading: cause, certainty, alternatives and what settles them. */
export { judgeReading } from './core/diagnosis/judgement/judge-reading.ts';

// A cluster's objects.

/** Evidence from saved objects: files, folders, support bundles, `-` for stdin. Throws a UserError when unreadable. */
export { gatherFromFiles } from './edge/files/gather-from-files.ts';
/** Evidence from objects that are already parsed JSON. Total: what is no object it knows is passed over. */
export { assembleEvidence } from './core/evidence/objects/assemble-evidence.ts';
/** Evidence to findings, notices and blind spots. */
export { diagnose } from './core/diagnosis/diagnose.ts';
/** What to change about a finding, best first: plans, never effects. */
export { planRemedies } from './core/remedy/plan-remedies.ts';

// The report.

/** A diagnosis as the versioned, JSON-ready value of `pulldoctor/report.schema.json`. */
export { buildReport } from './core/report/build-report.ts';
/** 0 nothing fails, 1 findings, 3 a target could not be judged. */
export { exitCodeOf } from './core/report/exit-code.ts';
/** A report for a person at a terminal. */
export { renderText } from './core/report/render-text.ts';
/** A report as JSON with a stable order of keys. */
export { renderJson } from './core/report/render-json.ts';
/** A report for a ticket or a pull request. */
export { renderMarkdown } from './core/report/render-markdown.ts';

// Vocabulary.

/** Every cause there is; their names are stable. */
export { CAUSES } from './core/diagnosis/cause.ts';
/** What is said about each cause: title, meaning, checks, fixes, traps. */
export { CATALOGUE } from './core/diagnosis/catalogue.ts';
/** An image string by the grammar that runtimes use, or why it is none. */
export { parseImageReference } from './core/evidence/image/image-reference.ts';

export type { ClusterEvidence } from './core/evidence/evidence.ts';
export type { BlindSpot, Instant } from './core/evidence/observed.ts';
export type { MessageReading } from './core/evidence/message/message-reading.ts';
export type { Actor, Cause, Certainty, Reason, Retry, Rung } from './core/diagnosis/cause.ts';
export type { CauseWords } from './core/diagnosis/cause-words.ts';
export type { Circumstances, Verdict } from './core/diagnosis/verdict.ts';
export type { Diagnosis, Finding } from './core/diagnosis/finding.ts';
export type { Remedy } from './core/remedy/remedy.ts';
export type { Explanation } from './core/report/explanation.ts';
export type { Report, ReportFinding, ReportPull } from './core/report/report.ts';
export type { ReportTextOptions } from './core/report/render-text.ts';
