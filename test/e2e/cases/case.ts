import type { Actor, Cause, Certainty, Reason, Retry, Rung } from '../../../src/core/diagnosis/cause.ts';
import type { PullKind } from '../../../src/core/diagnosis/finding.ts';
import type { HostRole } from '../../../src/core/evidence/message/message-reading.ts';
import type { KubeObject } from '../cluster/kube-api.ts';
import type { StackName } from '../cluster/stacks.ts';

/** Where one run of a case happens. */
export interface Place {
  readonly stack: StackName | 'any';
  readonly namespace: string;
}

/** What pulldoctor has to say of a case. Where several are right, each is listed. */
export interface Answer {
  readonly causes: readonly Cause[];
  /** One of these; `none` where no deeper reason is right too. Not checked when left out. */
  readonly reasons?: readonly (Reason | 'none')[];
  /** More certainty than this would be a claim beyond the evidence. */
  readonly atMost?: Certainty;
  /** Of the causes, those that nobody can prove from where pulldoctor stands. */
  readonly guesses?: readonly Cause[];
  /** Less would be a claim below the evidence. */
  readonly atLeast?: Certainty;
  readonly rungs?: readonly Rung[];
  readonly role?: HostRole;
  readonly host?: string;
  readonly retry?: readonly Retry[];
  readonly actor?: readonly Actor[];
  /** The object to change; by default the pod itself. `name` only where it is not the case's. */
  readonly owner?: { readonly kind: string; readonly name?: string; readonly managedBy?: string };
  /** Part of the commands of one remedy. */
  readonly remedy?: RegExp;
  /** Failing containers; by default `app`. */
  readonly containers?: readonly string[];
  readonly kind?: PullKind;
  /** One of the images suggested in place of this one. */
  readonly suggests?: string;
}

/** One row of the table: how to make it, what the kubelet must be seen to say, what pulldoctor must answer. */
export interface Case {
  /** Also the name of its pod or workload, and the label of its pods. */
  readonly name: string;
  readonly stacks?: readonly StackName[];
  /** Also on a cluster that is not the lane's own: needs none of its registries. */
  readonly portable?: boolean;
  /** `later`: made once the sound pods of the first run. */
  readonly when?: 'first' | 'later';
  readonly make: (place: Place) => readonly KubeObject[];
  /** A pod laid into the kubelet's own folder instead of given to the API server. */
  readonly lay?: (place: Place) => KubeObject;
  /** Made once the pod is there. */
  readonly afterwards?: (place: Place) => readonly Change[];
  /** Seen in the pod's waiting messages or events. */
  readonly said?: RegExp;
  /** `sound`: nothing may be found. `either`: both are right. */
  readonly answer: Expectation;
  /** What of the answer is another to those who look at the cluster itself, and not at everything in a dump. */
  readonly live?: Partial<Answer>;
  /**
   * What of the answer is another once the registries were asked from the nodes' own network with the pod's
   * pull secrets. Left out: the answer stays as it is.
   */
  readonly probed?: Partial<Answer>;
  /** Where the older runtime's words are others: what it says, and what follows from that. */
  readonly onOld?: { readonly said: RegExp; readonly answer: Expectation };
}

export type Expectation = Answer | 'sound' | 'either';

/** A change of an object that is there. */
export interface Change {
  readonly method: 'PATCH' | 'POST';
  readonly path: string;
  readonly body: unknown;
}

/** Label that every pod of a case carries. */
export const CASE_LABEL = 'pulldoctor.test/case';
export const STACK_LABEL = 'pulldoctor.test/stack';

/** The case as it stands on a stack. */
export function onStack({ onOld, ...one }: Case, stack: Place['stack']): Case {
  return stack === 'old' && onOld !== undefined ? { ...one, ...onOld } : one;
}

/** The case as it stands on the live cluster. */
export function onLive(one: Case): Case {
  return withAnswer(one, one.live);
}

/** The case as it stands once the registries were asked. */
export function afterProbe(one: Case): Case {
  return withAnswer(onLive(one), one.probed);
}

function withAnswer(one: Case, more: Partial<Answer> = {}): Case {
  return typeof one.answer === 'string' ? one : { ...one, answer: { ...one.answer, ...more } };
}

export function isSound(one: Case): boolean {
  return one.answer === 'sound';
}
