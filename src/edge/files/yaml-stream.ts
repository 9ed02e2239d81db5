import { StringDecoder } from 'node:string_decoder';
import type { TypeMeta } from '../../core/evidence/objects/cluster-object.ts';
import type { ObjectSink } from './object-sink.ts';
import { indentOf, YamlBlock } from './yaml-block.ts';

/** Reads a YAML text; throws when it is none. */
export type ParseYaml = (text: string) => unknown;

/** A document's border, with what may stand behind it in the line. */
const BORDER = /^(?:---|\.\.\.)(?:\s+(.*))?$/;
/** The key of a list's items, which follow in block style. */
const ITEMS = /^["']?items["']?:\s*(?:#.*)?$/;
/** No API server stores an object as large as this. */
const LARGEST_OBJECT = 32 << 20;
/** Kinds that are read; of the others only those that may make pods. */
const KINDS: ReadonlySet<string> = new Set([
  '',
  'Pod',
  'Event',
  'Node',
  'ServiceAccount',
  'Secret',
  'Status',
]);

/**
 * Reads objects from YAML as it comes: one document or many, each an object or a list whose items are told
 * apart by their dashes, so that only one is parsed at a time. The list has to be in block style, which is
 * how kubectl and everybody else writes it; the items may be in any. Kinds of no interest are not parsed.
 */
export class YamlStream {
  readonly #sink: ObjectSink;
  readonly #parse: ParseYaml;
  readonly #decoder = new StringDecoder('utf8');
  /** The last line, as far as it has come. */
  #rest = '';
  /** Offset in the file of the line at hand. */
  #offset = 0;
  /** The document, without the items of its list. */
  #document = new YamlBlock(0);
  #item: YamlBlock | undefined;
  /** The indentation of the items' dashes; -1 before the first one, undefined outside of a list. */
  #dash: number | undefined;
  #hasList = false;

  constructor(sink: ObjectSink, parse: ParseYaml) {
    this.#sink = sink;
    this.#parse = parse;
  }

  /** Reads on. The chunk may be reused by the caller afterwards. */
  push(chunk: Uint8Array): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#readLine(line, 1);
    if (this.#rest.length < LARGEST_OBJECT) return;
    this.#sink.lost({ from: this.#offset, why: 'a line has no end', toTheEnd: false });
    this.#rest = '';
  }

  /** Says that the file ends here. */
  end(): void {
    if (this.#rest !== '') this.#readLine(this.#rest, 0);
    // Every writer sorts `kind` behind `items`: a list that ends without it was cut, and so was its last item.
    const cut = this.#dash !== undefined && this.#document.kind === '';
    if (!cut) return this.#endDocument();
    const from = this.#item?.from ?? this.#offset;
    this.#sink.lost({ from, why: 'the file ends in the middle of a list', toTheEnd: true });
  }

  #readLine(raw: string, newline: 0 | 1): void {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const border = BORDER.exec(line);
    if (border !== null) {
      this.#endDocument();
      // `--- # from a.yaml`, and, seldom, `--- {"kind": …}`.
      this.#readContent(border[1] ?? '');
    } else {
      this.#readContent(line);
    }
    this.#offset += Buffer.byteLength(raw) + newline;
  }

  #readContent(line: string): void {
    if (this.#dash !== undefined && this.#readItem(line)) return;
    const list = this.#document.kind === '' || this.#document.kind.endsWith('List');
    if (list && ITEMS.test(line)) {
      this.#dash = -1;
      this.#hasList = true;
    } else if (this.#document.length < LARGEST_OBJECT) {
      this.#document.push(line);
    }
  }

  /** False for a line that stands behind the list. */
  #readItem(line: string): boolean {
    const indent = indentOf(line);
    const dash = line[indent] === '-' && (line.length === indent + 1 || line[indent + 1] === ' ');
    const blank = indent === line.length || line[indent] === '#';
    if (dash && (this.#dash === -1 || this.#dash === indent)) {
      this.#endItem();
      this.#dash = indent;
      this.#item = new YamlBlock(this.#offset);
      this.#item.push(`${' '.repeat(indent + 1)}${line.slice(indent + 1)}`);
    } else if (blank || indent > 0) {
      if (this.#item !== undefined && this.#item.length < LARGEST_OBJECT) this.#item.push(line);
    } else {
      this.#endItem();
      this.#dash = undefined;
      return false;
    }
    return true;
  }

  #endItem(): void {
    if (this.#item !== undefined) this.#deliver(this.#item, this.#document);
    this.#item = undefined;
  }

  #endDocument(): void {
    this.#endItem();
    const { kind, apiVersion } = this.#document;
    if (this.#hasList) this.#sink.list({ kind, apiVersion });
    else if (this.#document.hasContent) this.#deliver(this.#document);
    this.#document = new YamlBlock(this.#offset);
    this.#dash = undefined;
    this.#hasList = false;
  }

  #deliver(block: YamlBlock, list?: TypeMeta): void {
    const { kind, apiVersion, from } = block;
    const type = list && { kind: list.kind, apiVersion: list.apiVersion };
    if (!KINDS.has(kind) && !kind.endsWith('List') && !block.mayMakePods) {
      return this.#sink.object({ kind, apiVersion }, type);
    }
    const json = block.length < LARGEST_OBJECT ? this.#parsed(block.text) : undefined;
    if (json !== undefined) this.#sink.object(json.value, type);
    else this.#sink.lost({ from, why: 'an object is not valid YAML', toTheEnd: false });
  }

  /** The value in a box; undefined when it is no YAML. Errors are dropped: they quote the text. */
  #parsed(text: string): { readonly value: unknown } | undefined {
    try {
      // The parser's texts are slices that would keep the whole object in memory; those of JSON are their own.
      return { value: JSON.parse(JSON.stringify(this.#parse(text) ?? null)) as unknown };
    } catch {
      return undefined;
    }
  }
}
