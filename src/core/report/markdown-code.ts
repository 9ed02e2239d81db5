/** Text of others inside Markdown: code is the only place where nothing in it means anything. */

/** A code span that no backtick in the text can end; empty text gives nothing. */
export function codeSpan(text: string): string {
  if (text === '') return '';
  const fence = '`'.repeat(longestRun(text) + 1);
  // CommonMark strips one blank from both ends, which keeps backticks at the ends apart from the fence.
  const blank = text.startsWith('`') || text.endsWith('`') || isPadded(text) ? ' ' : '';
  return `${fence}${blank}${text}${blank}${fence}`;
}

/** A fenced block of lines, longer fenced than anything in it. */
export function codeBlock(lines: readonly string[], language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

function isPadded(text: string): boolean {
  return text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '';
}

function longestRun(text: string): number {
  return (text.match(/`+/gu) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

/**
 * A sentence of ours with names of others in it: parts in backticks become code, and in the rest no
 * character can format, link (`://`, `www.`) or mention (`@`).
 */
export function markdownProse(text: string): string {
  const parts = text.split('`');
  // An odd backtick opens nothing: then all of it is prose.
  const paired = parts.length % 2 === 1;
  return (paired ? parts : [text])
    .map((part, at) => (at % 2 === 1 ? codeSpan(part) : escapedProse(part)))
    .join('');
}

/** What no backslash disarms: HTML, mentions, and the signs that start a link by themselves. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '@': '&#64;',
  ':': '&#58;',
  '.': '&#46;',
};

function escapedProse(text: string): string {
  return text.replaceAll(
    /[&<>@\\`*_{}[\]|~#!]|:(?=\/\/)|(?<=www)\./giu,
    (sign) => ENTITIES[sign] ?? `\\${sign}`,
  );
}
