import {
  objectOf,
  objectsOf,
  textFieldsOf,
  textOf,
  textsOf,
} from '../../../core/evidence/objects/json-value.ts';

/**
 * `spec.selector` of a workload as the text that `labelSelector` takes (meta/v1 LabelSelector; a
 * ReplicationController's is a plain map). Out: undefined where it selects nothing, or cannot be read whole.
 */
export function labelSelector(json: unknown): string | undefined {
  const selector = objectOf(objectOf(objectOf(json)['spec'])['selector']);
  const plain = selector['matchLabels'] === undefined && selector['matchExpressions'] === undefined;
  const labels = Object.entries(textFieldsOf(plain ? selector : selector['matchLabels']));
  const terms = labels.map(([key, value]) => `${key}=${value}`);
  for (const expression of objectsOf(selector['matchExpressions'])) {
    const term = expressionTerm(
      textOf(expression['key']),
      textOf(expression['operator']),
      textsOf(expression['values']).join(','),
    );
    if (term === undefined) return undefined;
    terms.push(term);
  }
  return terms.length === 0 ? undefined : terms.join(',');
}

function expressionTerm(key: string, operator: string, values: string): string | undefined {
  switch (operator) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} notin (${values})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return undefined;
  }
}

/** A value in a field selector: its grammar's own characters are escaped (EscapeValue of apimachinery's fields). */
export function fieldValue(text: string): string {
  return text.replaceAll(/[\\,=]/gu, '\\$&');
}
