import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { CATALOGUE } from '../src/core/diagnosis/catalogue.ts';
import { CAUSES, type Cause } from '../src/core/diagnosis/cause.ts';
import { judgeReading } from '../src/core/diagnosis/judgement/judge-reading.ts';
import { readMessage } from '../src/core/evidence/message/read-message.ts';
import { commandsIn, syntaxErrors } from './shell-syntax.ts';

const folder = join(import.meta.dirname, '../docs/causes');

const SECTIONS = [
  'What you see',
  'What it means',
  'How pulldoctor knows',
  'What to check',
  'How to fix it',
  'Will waiting help',
  'Related causes',
];

interface Example {
  readonly cause: string;
  /** `waiting.reason` of the container, where the message alone does not carry it. */
  readonly reason?: string;
  readonly message: string;
}

function pageOf(cause: Cause): string {
  return readFileSync(join(folder, `${cause}.md`), 'utf8');
}

/** Blocks fenced as ```` ```message cause=ID reason=REASON ````. */
function examplesOf(page: string): readonly Example[] {
  const [, ...blocks] = page.split('\n```message ');
  return blocks.flatMap((block) => {
    const [, cause, reason, message] = /^cause=([a-z-]+)(?: reason=(\w+))?\n([^]+?)\n```\n/.exec(block) ?? [];
    if (cause === undefined || message === undefined) return [];
    return [{ cause, message, ...(reason !== undefined && { reason }) }];
  });
}

function judged({ message, reason }: Example): Cause {
  return judgeReading(readMessage(message), reason === undefined ? {} : { waitingReason: reason }).cause;
}

test('there is one page for each cause, and none besides', () => {
  assert.deepEqual(readdirSync(folder).toSorted(), CAUSES.map((cause) => `${cause}.md`).toSorted());
});

for (const cause of CAUSES) {
  suite(`docs/causes/${cause}.md`, () => {
    const page = pageOf(cause);

    test('is headed by the words of the catalogue and has every section, in order', () => {
      const { title } = CATALOGUE[cause];
      assert.equal(page.split('\n')[0], `# ${title.charAt(0).toUpperCase()}${title.slice(1)} (\`${cause}\`)`);
      assert.deepEqual(
        [...page.matchAll(/^## (.+)$/gm)].map(([, name]) => name),
        SECTIONS,
      );
      for (const [, body = ''] of page.matchAll(/^## .+\n([^#]*)/gm))
        assert.ok(body.trim().length > 20, body);
    });

    test('is a page, not a book', () => {
      const lines = page.trimEnd().split('\n').length;
      assert.ok(lines >= 30 && lines <= 80, `${lines} lines`);
    });

    test('shows messages that are judged as it says', () => {
      const examples = examplesOf(page);
      assert.equal(
        examples.length,
        page.split('```message').length - 1,
        'a fence is not written as it should be',
      );
      assert.ok(examples.length >= 2 && examples.length <= 5, `${examples.length} messages`);
      assert.ok(examples.some((example) => example.cause === cause));
      for (const example of examples) assert.equal(judged(example), example.cause, example.message);
    });

    test('bash can read its commands', () => {
      const blocks = [...page.matchAll(/^```sh\n([^]*?)\n```$/gm)].map(([, block = '']) => block);
      assert.equal(syntaxErrors([...commandsIn(page.replaceAll(/^```[^]*?^```$/gm, '')), ...blocks]), '');
    });

    test('links to pages that are there', () => {
      const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
      assert.ok(links.length > 0);
      for (const link of links.filter((link) => !link.startsWith('https://')))
        assert.ok(existsSync(join(folder, link)), link);
      assert.ok(!links.includes(`${cause}.md`), 'it links to itself');
    });
  });
}
