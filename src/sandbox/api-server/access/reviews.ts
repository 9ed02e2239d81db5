import { type JsonObject, objectOf, textOf } from '../../../core/evidence/objects/json-value.ts';
import { timestamp } from '../api-object.ts';
import type { AccessRule } from '../api-server-options.ts';
import { badRequest, invalid } from '../status.ts';
import { EVERYBODY, mayDo, mayRead, OPEN_PATHS } from './authorize.ts';
import type { Visitor } from './visitor.ts';

/** Answers one of the three reviews in which a visitor asks about itself. */
export function review(plural: string, sent: JsonObject, visitor: Visitor, now: number): JsonObject {
  if (plural === 'selfsubjectaccessreviews') return accessReview(sent, visitor);
  if (plural === 'selfsubjectrulesreviews') return rulesReview(sent, visitor);
  const { name, uid, groups } = visitor;
  const userInfo = { username: name, ...(uid === undefined ? {} : { uid }), groups };
  return {
    kind: 'SelfSubjectReview',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { creationTimestamp: timestamp(now) },
    status: { userInfo },
  };
}

function accessReview(sent: JsonObject, visitor: Visitor): JsonObject {
  const spec = objectOf(sent['spec']);
  return {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec,
    status: { allowed: isAllowed(spec, visitor) },
  };
}

function isAllowed(spec: JsonObject, visitor: Visitor): boolean {
  const path = spec['nonResourceAttributes'];
  if (path !== undefined) return mayRead(visitor, textOf(objectOf(path)['path']));
  const attributes = objectOf(spec['resourceAttributes']);
  if (spec['resourceAttributes'] === undefined) {
    const message =
      'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified';
    throw invalid('', 'authorization.k8s.io', '', [
      { field: 'spec.resourceAttributes', reason: 'FieldValueInvalid', message },
    ]);
  }
  return mayDo(visitor, {
    verb: textOf(attributes['verb']),
    group: textOf(attributes['group']),
    plural: textOf(attributes['resource']),
    subresource: textOf(attributes['subresource']),
    namespace: textOf(attributes['namespace']),
    name: textOf(attributes['name']),
  });
}

function rulesReview(sent: JsonObject, visitor: Visitor): JsonObject {
  const namespace = textOf(objectOf(sent['spec'])['namespace']);
  if (namespace === '') throw badRequest('no namespace on request');
  const all: readonly AccessRule[] =
    visitor.rules === 'all'
      ? [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }]
      : visitor.rules.filter((rule) => rule.namespaces === undefined || rule.namespaces.includes(namespace));
  const paths = visitor.rules === 'all' ? ['*'] : OPEN_PATHS;
  return {
    kind: 'SelfSubjectRulesReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec: {},
    status: {
      resourceRules: [...all, ...EVERYBODY].map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups: apiGroups ?? [''],
        resources,
        ...(resourceNames === undefined ? {} : { resourceNames }),
      })),
      nonResourceRules: [{ verbs: ['get'], nonResourceURLs: paths }],
      incomplete: false,
    },
  };
}
