import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readImageName } from '../../../../src/core/diagnosis/image-name.ts';
import { judgeProbe } from '../../../../src/core/diagnosis/probing/judge-probe.ts';
import { VENDORS, vendorOf } from '../../../../src/core/diagnosis/probing/vendors/index.ts';
import type { HttpAnswer, ImageProbe } from '../../../../src/core/evidence/registry/image-probe.ts';
import { anonymous, answer, answered, look, probe, reached, trial } from './made-probe.ts';
import { VENDOR_ANSWERS } from './vendor-answers.ts';
import type { VendorAnswers } from './vendor-answers.ts';

interface Row {
  readonly is: string;
  readonly probe: ImageProbe;
  /** Cause, certainty, reason. */
  readonly means: string;
}

function rowsOf(given: VendorAnswers): readonly Row[] {
  return given.lines
    .trim()
    .split('\n')
    .map((line) => {
      const [is = '', login = '', place = '', status = '', says = '', means = ''] = cells(line);
      return { is, probe: made(given, login, place, `${status} `.split(' '), says), means };
    });
}

function cells(line: string): readonly string[] {
  return line.split('|').map((cell) => cell.trim());
}

/** The answer comes last; what tells the vendor stands at the ping. */
function made(
  { image, sign }: VendorAnswers,
  login: string,
  place: string,
  [status = '', code = '']: readonly string[],
  says: string,
): ImageProbe {
  const { host } = readImageName(image);
  const outcome = status === '404' ? 'accepted' : 'unclear';
  const asked = login === 'none' ? anonymous(outcome) : trial(outcome);
  const given = answered(asked, answer(Number(status), code, says), { image }, place as 'manifest');
  const looks = given.looks.map((one, at) => ({
    ...one,
    host: one.host.role === 'registry' ? { ...one.host, name: host } : one.host,
    ...(at === 3 ? { answer: { ...answer(401), ...signs(sign) } } : {}),
  }));
  return { ...given, looks };
}

function signs(sign: string | undefined): Partial<HttpAnswer> {
  if (sign === undefined) return {};
  const [name = '', value = ''] = sign.split(sign.includes(': ') ? ': ' : ' ');
  return sign.includes(': ')
    ? { signs: { [name]: value } }
    : { challenges: [{ scheme: 'bearer', realm: name, service: value }] };
}

for (const given of VENDOR_ANSWERS) {
  suite(`answers of ${given.vendor}`, () => {
    for (const row of rowsOf(given)) {
      test(row.is, () => {
        const { host } = readImageName(given.image);
        const { cause, certainty, reason } = judgeProbe(row.probe, {
          host,
          platforms: [],
          credentials: 'seen',
        });
        assert.equal(vendorOf(host, row.probe)?.name ?? 'a registry nobody knows', given.vendor);
        assert.equal([cause, certainty, reason ?? ''].join(' ').trim(), row.means);
      });
    }
  });
}

test('every vendor has its cases', () => {
  const tested = new Set(VENDOR_ANSWERS.map(({ vendor }) => vendor));
  assert.deepEqual(
    VENDORS.map(({ name }) => name).filter((name) => !tested.has(name)),
    [],
  );
});

test('only what was read in a source may prove; what servers say of themselves proves itself', () => {
  const ofItself = new Set(['rate-limited proven', 'registry-unavailable proven']);
  const proving = VENDOR_ANSWERS.filter((given) =>
    rowsOf(given).some(({ means }) => means.includes(' proven') && !ofItself.has(means)),
  );
  assert.deepEqual(
    proving.map(({ vendor }) => vendor),
    ['Quay', 'Harbor', 'registry.k8s.io', 'distribution'],
  );
});

suite('the tags of a repository', () => {
  const missing = look('manifest', {
    subject: 'v1.0.1',
    trial: 0,
    answer: answer(404, 'MANIFEST_UNKNOWN', 'no'),
  });
  const trials = [trial('accepted', { look: 4, status: 404 })];
  const at = { host: 'registry.example.com', platforms: [], credentials: 'seen' } as const;

  test('tell a missing tag for sure', () => {
    const tags = { names: ['v1.0.0'], complete: true, near: [] };
    const verdict = judgeProbe(probe({ looks: [...reached(), missing], trials, tags }), at);
    assert.deepEqual(
      [verdict.cause, verdict.certainty, verdict.everywhere],
      ['tag-not-found', 'proven', true],
    );
    assert.deepEqual(verdict.alternatives, []);
  });

  test('that nobody has tell a missing repository', () => {
    const none = look('tags', { trial: 0, answer: answer(404, 'NAME_UNKNOWN', 'no') });
    assert.equal(
      judgeProbe(probe({ looks: [...reached(), missing, none], trials }), at).cause,
      'repository-not-found',
    );
  });

  test('that list the tag without its manifest tell damage', () => {
    const tags = { names: ['v1.0.1'], complete: true, near: [] };
    const verdict = judgeProbe(probe({ looks: [...reached(), missing], trials, tags }), at);
    assert.deepEqual([verdict.cause, verdict.rung], ['corrupt-content', 'manifest']);
  });
});
