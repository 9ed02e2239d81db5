import { isReference, parseImageReference, type ReferenceFault } from '../evidence/image/image-reference.ts';

/** An image string put right, and what was done to it. */
export interface CorrectedReference {
  readonly image: string;
  /** `leave out https://`, `write the repository in lower case`: one for each step. */
  readonly steps: readonly string[];
  /** False where a person should look first, as the right text is only likely. */
  readonly certain: boolean;
}

interface Step {
  readonly text: string;
  readonly says: string;
  readonly certain: boolean;
}

/** A text has seldom more than two mistakes; this ends it for any. */
const MAX_STEPS = 4;

/**
 * Puts an image string right where it is clear how.
 *
 * @param text an image string that may or may not be valid
 * @returns the corrected string, which is valid; nothing where it already was, or where only its
 *   author knows what was meant (an empty tag, a template that was not filled in)
 */
export function correctReference(text: string): CorrectedReference | undefined {
  const steps: Step[] = [];
  let current = text;
  for (let i = 0; i < MAX_STEPS; i += 1) {
    const parsed = parseImageReference(current);
    if (isReference(parsed)) return finish(current, steps);
    const step = correct(parsed);
    if (step === undefined || step.text === current) return undefined;
    steps.push(step);
    current = step.text;
  }
  return isReference(parseImageReference(current)) ? finish(current, steps) : undefined;
}

function finish(image: string, steps: readonly Step[]): CorrectedReference | undefined {
  if (steps.length === 0) return undefined;
  return { image, steps: steps.map(({ says }) => says), certain: steps.every(({ certain }) => certain) };
}

function correct({ text, why }: ReferenceFault): Step | undefined {
  switch (why) {
    case 'scheme':
      return withoutScheme(text);
    case 'whitespace':
      return withoutSpace(text);
    case 'quotes':
      return {
        text: text.replace(/['"`\u2018-\u201f]/g, ''),
        says: 'leave out the quotation marks',
        certain: true,
      };
    case 'uppercase':
      return inLowerCase(text);
    case 'empty-name':
      return text.endsWith('/')
        ? { text: text.slice(0, -1), says: 'leave out the slash at the end', certain: true }
        : undefined;
    case 'digest-as-tag':
      return digestBehindAt(text);
    case 'plus-in-tag':
      return {
        text: text.replaceAll('+', '_'),
        says: 'write _ for + in the tag, as Helm does',
        certain: false,
      };
    default:
      return undefined;
  }
}

function withoutScheme(text: string): Step | undefined {
  const end = text.indexOf('://');
  if (end < 0) return undefined;
  return { text: text.slice(end + 3), says: `leave out ${text.slice(0, end + 3)}`, certain: true };
}

/** Edges are certain; a space in the middle may be a second word. */
function withoutSpace(text: string): Step | undefined {
  const unseen = /[\s\p{Cc}\p{Cf}]+/gu;
  const trimmed = text.replace(/^[\s\p{Cc}\p{Cf}]+/u, '');
  const command = /^(?:docker|podman|nerdctl|crictl) (?:pull|run) +/.exec(trimmed)?.[0];
  if (command !== undefined)
    return { text: trimmed.slice(command.length), says: `leave out "${command.trim()}"`, certain: true };
  const bare = trimEnd(trimmed);
  if (bare !== text) return { text: bare, says: 'leave out the white space around it', certain: true };
  return { text: text.replace(unseen, ''), says: 'leave out the white space inside', certain: false };
}

/** Without a regular expression that would look at each run of spaces again and again. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s\p{Cc}\p{Cf}]/u.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Host and repository in lower case; a tag may have capitals, a digest may not. */
function inLowerCase(text: string): Step {
  const at = text.indexOf('@');
  const name = at < 0 ? text : text.slice(0, at);
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  const end = colon < 0 ? name.length : colon;
  const lower =
    name.slice(0, end).toLowerCase() + name.slice(end) + (at < 0 ? '' : text.slice(at).toLowerCase());
  return { text: lower, says: 'write the repository in lower case', certain: true };
}

function digestBehindAt(text: string): Step | undefined {
  const start = text.search(/:sha(?:256|384|512):/);
  if (start < 0) return undefined;
  return {
    text: `${text.slice(0, start)}@${text.slice(start + 1)}`,
    says: 'put @ before the digest',
    certain: true,
  };
}
