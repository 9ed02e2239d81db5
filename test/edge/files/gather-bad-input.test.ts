import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { gatherFromFiles } from '../../../src/edge/files/gather-from-files.ts';
import { isUserError } from '../../../src/edge/files/user-error.ts';
import { withFolderOf } from './folder-of.ts';
import { ALL, EVENT, gather, listText, names, pod, spots, type Files } from './made-cluster.ts';
import { tarOf } from './tar-of.ts';

async function refusal(files: Files, path = '.'): Promise<string> {
  try {
    await gather(files, path);
  } catch (error) {
    assert.ok(isUserError(error), String(error));
    assert.ok(!error.message.includes('\n'));
    return error.message.replace(/\S*pulldoctor-[^/:]*\/?/, '');
  }
  return assert.fail('it was read');
}

suite('bad input', () => {
  const refused: readonly (readonly [what: string, files: Files, path: string, message: string])[] = [
    ['a path that is not there', {}, 'dump.json', 'dump.json: no such file or folder'],
    ['a path through a file', { a: 'x' }, 'a/dump.json', 'a/dump.json: no such file or folder'],
    ['an empty file', { 'e.json': '' }, 'e.json', 'e.json: the file is empty'],
    ['garbage', { g: 'hello world' }, 'g', 'g: it holds no Kubernetes objects'],
    ['a table', { t: 'NAME   READY\nweb-1  0/1\n' }, 't', 't: it holds no Kubernetes objects'],
    ['bytes', { b: Buffer.from([1, 0, 2, 3]) }, 'b', 'b: it is neither text nor a tar or gzip archive'],
    ['a zip archive', { z: Buffer.from('PK\u{3}\u{4}') }, 'z', 'z: a zip archive has to be unpacked first'],
    ['brackets that are no JSON', { j: '{{{{' }, 'j', 'j: it is not valid JSON'],
    ['keys that are no YAML', { y: 'items:\n  a: b: c\n' }, 'y', 'y: it is not valid YAML'],
    [
      'JSON of something else',
      { p: '{"name":"x"}' },
      'p',
      'p: none of its objects has to do with pulling images',
    ],
    [
      'kinds that pull nothing',
      { c: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }) },
      'c',
      'c: none of its objects has to do with pulling images',
    ],
    ['a number', { n: '42' }, 'n', 'n: it holds no Kubernetes objects'],
    ['an empty folder', {}, '.', ': the folder holds no Kubernetes objects (0 files looked at)'],
    [
      'a folder of other things',
      { 'a.json': '{}', 'b.md': '' },
      '.',
      ': the folder holds no Kubernetes objects (1 files looked at)',
    ],
    [
      'an archive of other things',
      { 'a.tar': tarOf({ 'a.json': '{}' }) },
      'a.tar',
      'a.tar: the archive holds no Kubernetes objects',
    ],
    [
      'gzip data that is damaged',
      { 'a.gz': Buffer.from([0x1f, 0x8b, 9, 9, 9]) },
      'a.gz',
      'a.gz: its gzip data is damaged',
    ],
  ];
  for (const [what, files, path, message] of refused) {
    test(`refused: ${what}`, async () => assert.equal(await refusal(files, path), message));
  }

  test('refused: no path, and no standard input', async () => {
    await assert.rejects(gatherFromFiles([]), isUserError);
    await assert.rejects(gatherFromFiles(['-']), isUserError);
  });

  test('an empty List holds no pods, and hides none', async () => {
    const evidence = await gather({ 'e.json': listText([]) });
    assert.deepEqual(
      spots(evidence).map(({ what, hidesTarget }) => [what, hidesTarget]),
      [['pods', undefined]],
    );
  });

  test('half a dump: what was complete is kept, the rest is told of and may hide what was asked for', async () => {
    const text = listText(ALL);
    const evidence = await gather({ 'half.json': text.slice(0, text.indexOf('"name": "b"')) });
    assert.deepEqual(names(evidence), ['shop/a']);
    const [cut] = spots(evidence);
    assert.match(cut?.what ?? '', /^half\.json from byte \d+ on$/);
    assert.equal(cut?.why, 'the file ends in the middle of an object');
    assert.match(cut?.grant ?? '', /kubectl get/);
    assert.equal(cut?.hidesTarget, true);
  });

  test('half a dump, cut among the events: no pod was lost', async () => {
    const text = listText([pod('a'), EVENT, { ...EVENT, metadata: { name: 'a.2', namespace: 'shop' } }]);
    const evidence = await gather({ 'half.json': text.slice(0, text.indexOf('"name": "a.2"')) });
    assert.deepEqual(names(evidence), ['shop/a']);
    assert.equal(spots(evidence)[0]?.hidesTarget, undefined);
  });

  test('half a dump whose kinds are mixed may hide pods behind any object', async () => {
    const text = listText([
      pod('a'),
      EVENT,
      pod('b'),
      { ...EVENT, metadata: { name: 'a.2', namespace: 'shop' } },
    ]);
    const evidence = await gather({ 'half.json': text.slice(0, text.indexOf('"name": "a.2"')) });
    assert.deepEqual(names(evidence), ['shop/a', 'shop/b']);
    assert.equal(spots(evidence)[0]?.hidesTarget, true);
  });

  test('the first pod was cut already', async () => {
    const evidence = await gather({ 'half.json': listText(ALL).slice(0, 100) });
    assert.deepEqual(names(evidence), []);
    assert.equal(spots(evidence)[0]?.what, `half.json from byte ${listText(ALL).indexOf('{', 1)} on`);
  });

  test('half a gzip file gives half a dump', async () => {
    const many = Array.from({ length: 2000 }, (_, i) => pod(`pod-${i}-${Math.imul(i, 2_654_435_761) >>> 0}`));
    const packed = gzipSync(listText(many));
    const evidence = await gather({ 'half.gz': packed.subarray(0, packed.length / 2) }, 'half.gz');
    assert.ok(evidence.pods.length > 500 && evidence.pods.length < 1500, String(evidence.pods.length));
    assert.match(spots(evidence)[0]?.why ?? '', /^the file ends in the middle of/);
    assert.equal(spots(evidence)[0]?.hidesTarget, true);
  });

  test('gzip data with damage in the middle', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) =>
      pod(`pod-${i}-${Math.imul(i, 2_654_435_761) >>> 0}`),
    );
    const packed = gzipSync(listText(many));
    packed.fill(0xff, packed.length - 2000, packed.length - 1000);
    const evidence = await gather({ 'bad.gz': packed }, 'bad.gz');
    assert.ok(evidence.pods.length > 1000, String(evidence.pods.length));
    assert.ok(
      spots(evidence).some(
        ({ why, hidesTarget }) => why === 'its gzip data is damaged' && hidesTarget === true,
      ),
    );
  });

  test('damage in the middle costs what it hits', async () => {
    const evidence = await gather({ 'd.json': listText(ALL).replace('"name": "b"', '"name": b') });
    assert.deepEqual(names(evidence), ['shop/a']);
    assert.equal(evidence.events.length, 1);
    assert.match(spots(evidence)[0]?.what ?? '', /^an object at byte \d+ of d\.json$/);
  });

  test('one file of no use beside a good one is a blind spot', async () => {
    const evidence = await withFolderOf({ 'a.json': listText(ALL), 'b.json': '' }, (folder) =>
      gatherFromFiles([join(folder, 'a.json'), join(folder, 'b.json')]),
    );
    assert.deepEqual(spots(evidence), [{ what: 'b.json', why: 'the file is empty', hidesTarget: true }]);
  });

  test('what the API server refused', async () => {
    const status = { kind: 'Status', status: 'Failure', code: 403, message: 'no', details: { kind: 'pods' } };
    const evidence = await gather({ 's.json': JSON.stringify(status) }, 's.json');
    assert.deepEqual(spots(evidence)[0], { what: 'pods', why: '403 no', hidesTarget: true });
  });

  test('errors and blind spots do not quote what stood in the file', async () => {
    const canary = 'CANARY-91c2';
    const texts = [
      `{"kind":"Pod","token": ${canary}}`,
      `{"kind":"Pod","token":"${canary}`,
      `kind: Pod\ntoken: "${canary}\n`,
    ];
    for (const text of texts) {
      const evidence = await gather({ 'x.json': text });
      assert.ok(evidence.blindSpots.length > 0);
      assert.ok(!JSON.stringify(evidence).includes(canary));
    }
    for (const text of [canary, `{${canary}`, `items:\n a: b: ${canary}`, `${canary}\u{0}`]) {
      assert.ok(!(await refusal({ 'x.json': text }, 'x.json')).includes(canary));
    }
  });
});
