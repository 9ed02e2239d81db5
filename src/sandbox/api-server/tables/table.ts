import type { ApiObject } from '../api-object.ts';

/** How a kind is printed: `kubectl get` shows columns of priority 0, `-o wide` the others too. */
export interface TableForm {
  readonly columns: readonly TableColumn[];
  /** One cell for each column. Ages are counted from `now`. */
  readonly cells: (object: ApiObject, now: number) => readonly unknown[];
}

export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

/** Columns written briefly: `Name`, `Count:integer`, `IP*` for the wide ones. */
export function columnsOf(...briefs: readonly string[]): readonly TableColumn[] {
  return briefs.map((brief) => {
    const wide = brief.endsWith('*');
    const [name = '', type = 'string'] = (wide ? brief.slice(0, -1) : brief).split(':');
    const format = name === 'Name' ? 'name' : '';
    return { name, type, format, description: '', priority: wide ? 1 : 0 };
  });
}
