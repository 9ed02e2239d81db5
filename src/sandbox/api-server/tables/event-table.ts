import { textOf } from '../../../core/evidence/objects/json-value.ts';
import { type ApiObject, fieldOf } from '../api-object.ts';
import { ageOf } from './human-duration.ts';
import { columnsOf, type TableForm } from './table.ts';

export const EVENT_TABLE: TableForm = {
  columns: columnsOf(
    'Last Seen',
    'Type',
    'Reason',
    'Object',
    'Subobject*',
    'Source*',
    'Message',
    'First Seen*',
    'Count*',
    'Name*',
  ),
  cells: (event, now) => {
    const first = ageOf(event['firstTimestamp'] ?? event['eventTime'], now);
    const series = fieldOf(event, 'series', 'lastObservedTime');
    const last = series === undefined ? event['lastTimestamp'] : series;
    const kind = textOf(fieldOf(event, 'involvedObject', 'kind')).toLowerCase();
    const name = textOf(fieldOf(event, 'involvedObject', 'name'));
    return [
      typeof last === 'string' ? ageOf(last, now) : first,
      textOf(event['type']),
      textOf(event['reason']),
      name === '' ? kind : `${kind}/${name}`,
      textOf(fieldOf(event, 'involvedObject', 'fieldPath')),
      sourceOf(event),
      textOf(event['message']).trim(),
      first,
      Number(fieldOf(event, 'series', 'count') ?? event['count'] ?? 1),
      event.metadata.name,
    ];
  },
};

function sourceOf(event: ApiObject): string {
  const component = textOf(fieldOf(event, 'source', 'component')) || textOf(event['reportingComponent']);
  const host = textOf(fieldOf(event, 'source', 'host')) || textOf(event['reportingInstance']);
  return host === '' ? component : `${component}, ${host}`;
}
