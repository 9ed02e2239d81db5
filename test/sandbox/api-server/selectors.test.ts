import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { ApiObject } from '../../../src/sandbox/api-server/api-object.ts';
import { findResource, type Resource } from '../../../src/sandbox/api-server/resource.ts';
import { parseFieldSelector } from '../../../src/sandbox/api-server/selection/field-selector.ts';
import { parseLabelSelector } from '../../../src/sandbox/api-server/selection/label-selector.ts';
import { StatusError } from '../../../src/sandbox/api-server/status.ts';
import { pod } from '../ask.ts';

const object = (labels: object, more: object = {}): ApiObject =>
  ({ ...pod('web', { labels }), ...more }) as unknown as ApiObject;

const web = object({ app: 'web', tier: 'front', 'example.com/rank': '7' });

suite('label selectors', () => {
  const CHOSEN: readonly (readonly [selector: string, chosen: boolean])[] = [
    ['', true],
    ['app', true],
    ['!app', false],
    ['nix', false],
    ['!nix', true],
    ['app=web', true],
    ['app==web', true],
    ['app!=web', false],
    ['nix!=web', true],
    ['app=web,tier=back', false],
    [' app = web , tier in ( front , back ) ', true],
    ['tier in (back)', false],
    ['tier notin (back)', true],
    ['nix notin (x)', true],
    ['nix in ()', false],
    ['example.com/rank>6', true],
    ['example.com/rank gt 7', false],
    ['example.com/rank<8', true],
    ['app>1', false],
    ['app=', false],
    ['in in (in)', false],
  ];

  for (const [selector, chosen] of CHOSEN)
    test(`${selector || 'nothing'} ${chosen ? 'chooses' : 'leaves'} it`, () => {
      assert.equal(parseLabelSelector(selector)(web), chosen);
    });

  test('a comma wants something behind it', () => {
    assert.throws(() => parseLabelSelector('app,'), /found '', expected: identifier after ','/);
  });

  test('a wrong one is a 400, never anything else', () => {
    const word = fc.constantFrom(
      'a',
      '=',
      '==',
      '!=',
      '!',
      ',',
      'in',
      'notin',
      '(',
      ')',
      '<',
      '>',
      ' ',
      '-',
      '1',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        try {
          parseLabelSelector(words.join(''))(web);
        } catch (error) {
          assert.ok(error instanceof StatusError, String(error));
          assert.equal(error.code, 400);
        }
      }),
    );
  });

  test('in, notin and = agree with each other', () => {
    const value = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(value, value, (has, wants) => {
        const labelled = object({ k: has });
        const equal = parseLabelSelector(`k=${wants}`)(labelled);
        assert.equal(parseLabelSelector(`k in (${wants})`)(labelled), equal);
        assert.equal(parseLabelSelector(`k notin (${wants})`)(labelled), !equal);
        assert.equal(parseLabelSelector(`k!=${wants}`)(labelled), !equal);
        assert.equal(equal, has === wants);
      }),
    );
  });
});

suite('field selectors', () => {
  const resource = (plural: string): Resource => {
    const found = findResource('', 'v1', plural);
    assert.ok(found);
    return found;
  };

  const CHOSEN: readonly (readonly [plural: string, more: object, selector: string, chosen: boolean])[] = [
    ['pods', {}, 'metadata.name=web', true],
    ['pods', {}, 'metadata.name!=web', false],
    ['pods', {}, 'metadata.namespace=shop,status.phase=Running', true],
    ['pods', { spec: { nodeName: 'n1' } }, 'spec.nodeName=n1', true],
    ['pods', {}, 'spec.nodeName=', true],
    ['pods', {}, 'spec.hostNetwork=false', true],
    ['pods', { status: { podIPs: [{ ip: '10.0.0.1' }] } }, 'status.podIPs=10.0.0.1', true],
    ['nodes', {}, 'spec.unschedulable=false', true],
    ['nodes', { spec: { unschedulable: true } }, 'spec.unschedulable=true', true],
    ['events', { involvedObject: { kind: 'Pod', name: 'a,b' } }, 'involvedObject.name=a\\,b', true],
    [
      'events',
      { source: { component: 'kubelet' }, reason: 'Failed' },
      'source==kubelet,reason!=BackOff',
      true,
    ],
    ['secrets', { type: 'Opaque' }, 'type=kubernetes.io/dockerconfigjson', false],
  ];

  for (const [plural, more, selector, chosen] of CHOSEN)
    test(`${selector} ${chosen ? 'chooses' : 'leaves'} ${plural}`, () => {
      assert.equal(parseFieldSelector(selector, resource(plural))(object({}, more)), chosen);
    });

  test('a field that is not selectable is refused', () => {
    assert.throws(
      () => parseFieldSelector('spec.image=x', resource('pods')),
      /field label not supported: spec.image/,
    );
    assert.throws(() => parseFieldSelector('involvedObject.name=x', resource('pods')), StatusError);
  });
});
