import { finishDraft, newDraft } from './attempt-draft.ts';
import { cleanText, withinLimit, withoutBreaks } from './clean-text.ts';
import { joinCutWords } from './join-cut-words.ts';
import { vocabulary } from './lexicon.ts';
import { domainOfImage } from './message-host.ts';
import type { AttemptReading, MessageReading, Wrapping } from './message-reading.ts';
import type { Reading } from './phrase.ts';
import { findMirrors } from './read-mirrors.ts';
import { scanPhrases } from './scan-phrases.ts';

/**
 * Reads one message of a kubelet or a runtime: an event's message, a container's waiting message,
 * a log line, or what a person pasted.
 *
 * In: any text. Out: what it says, peeled layer by layer; never a verdict. Total, and linear in the
 * text's length (both ends are read of a text over the limit).
 */
export function readMessage(text: string): MessageReading {
  const limited = withinLimit(text);
  const clean = wholeWords(cleanText(limited.text));
  let read = readClean(clean);
  if (clean.includes('\n') && !read.attempts.some((one) => one.fault !== undefined)) {
    // Nothing was understood and the text has line breaks: a terminal may have cut words in two.
    const joined = readClean(withoutBreaks(clean));
    if (joined.attempts.some((one) => one.fault !== undefined)) read = joined;
  }
  return { raw: limited.text, cut: limited.cut, ...read };
}

function wholeWords(clean: string): string {
  return clean.includes('\n') ? joinCutWords(clean, vocabulary()) : clean;
}

interface CleanReading {
  readonly wrapping: Wrapping;
  readonly attempts: readonly AttemptReading[];
  readonly mirrors: readonly AttemptReading[];
}

function newReading(text: string): Reading {
  return { text, draft: newDraft(), backOff: false, told: false, sandbox: false, combined: false };
}

function readClean(text: string): CleanReading {
  const reading = newReading(text);
  const attempts: AttemptReading[] = [];
  const ended = (one: Reading, at: number): void => {
    attempts.push(finishAttempt(one, at));
  };
  const mirrors = findMirrors(text);
  if (mirrors === undefined) {
    scanPhrases(reading, 0, text.length, ended);
  } else {
    scanPhrases(reading, 0, mirrors.start, ended);
    reading.draft.throughMirror = true;
    scanPhrases(reading, mirrors.end, text.length, ended);
  }
  attempts.push(finishAttempt(reading, text.length));
  return {
    wrapping: wrappingOf(reading),
    attempts: attempts.filter(saysSomething),
    mirrors: (mirrors?.mirrors ?? []).map(([from, to]) => readMirror(text.slice(from, to))),
  };
}

function readMirror(text: string): AttemptReading {
  const reading = newReading(text);
  const attempts: AttemptReading[] = [];
  scanPhrases(reading, 0, text.length, (one, at) => attempts.push(finishAttempt(one, at)));
  return attempts[0] ?? finishAttempt(reading, text.length);
}

/** Words that stand for a step or a fault; a lone image or runtime says nothing of an attempt. */
function saysSomething(attempt: AttemptReading): boolean {
  return attempt.fault !== undefined || attempt.step !== undefined || attempt.grpc !== undefined;
}

/** Where no request named a host, the image's registry is the one that was asked. */
function finishAttempt(reading: Reading, end: number): AttemptReading {
  const { draft, image } = reading;
  if (
    draft.host === undefined &&
    image !== undefined &&
    draft.faults.length > 0 &&
    draft.step !== 'reference'
  )
    draft.host = domainOfImage(image);
  if (draft.url !== undefined && /[?&]ns=/u.test(draft.url)) draft.throughMirror = true;
  return finishDraft(draft, reading.text, end);
}

function wrappingOf(reading: Reading): Wrapping {
  return {
    ...(reading.reason === undefined ? {} : { reason: reading.reason }),
    ...(reading.image === undefined ? {} : { image: reading.image }),
    ...(reading.container === undefined ? {} : { container: reading.container }),
    combined: reading.combined,
    backOff: reading.backOff && !reading.told,
    sandbox: reading.sandbox,
  };
}
