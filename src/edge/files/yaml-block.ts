const KIND = /^["']?kind["']?: *["']?([A-Za-z0-9]+)["']?\s*(?:#.*)?$/;
const API_VERSION = /^["']?apiVersion["']?: *["']?([A-Za-z0-9./-]+)["']?\s*(?:#.*)?$/;
/** Fields of no use that take up most of many objects; left out where they hold more than one line. */
const BORING: ReadonlySet<string> = new Set([
  'managedFields:',
  'env:',
  'resources:',
  'tolerations:',
  'affinity:',
  'livenessProbe:',
  'readinessProbe:',
  'startupProbe:',
]);

/** No message has more blank lines in a row than this, and the parser is slow at them. */
const MOST_BLANK = 100;

/** Lines of YAML that make up one object, or the fields of a list around its items. */
export class YamlBlock {
  /** Offset in the file of the first line. */
  readonly from: number;
  kind = '';
  apiVersion = '';
  /** Whether anything but blank lines and comments is there. */
  hasContent = false;
  length = 0;
  readonly #lines: string[] = [];
  /** The indentation of the object's own fields; -1 before the first. */
  #fields = -1;
  /** The indentation of a boring field while its content goes by; -1 otherwise. */
  #boring = -1;
  #hasTemplate = false;
  /** How many blank lines have come in a row. */
  #blank = 0;

  constructor(from: number) {
    this.from = from;
  }

  get text(): string {
    return this.#lines.join('\n');
  }

  /** Whether the object may be one that makes pods, whatever its kind is called. */
  get mayMakePods(): boolean {
    return this.#hasTemplate;
  }

  push(line: string): void {
    const indent = indentOf(line);
    const content = indent < line.length && line[indent] !== '#';
    if (content && this.#skipsBoring(line, indent)) return;
    this.#blank = indent === line.length ? this.#blank + 1 : 0;
    if (this.#blank > MOST_BLANK) return;
    this.#lines.push(line);
    this.length += line.length + 1;
    if (content) this.#read(line.slice(indent), indent);
  }

  /** Takes note of the fields by which an object is told apart. */
  #read(field: string, indent: number): void {
    this.hasContent = true;
    if (this.#fields < 0) this.#fields = indent;
    // In flow style the template stands inside a line: `spec: { template: { spec: … } }`.
    if (field.includes('template:')) this.#hasTemplate = true;
    if (indent !== this.#fields) return;
    this.kind ||= KIND.exec(field)?.[1] ?? '';
    this.apiVersion ||= API_VERSION.exec(field)?.[1] ?? '';
  }

  #skipsBoring(line: string, indent: number): boolean {
    if (this.#boring >= 0) {
      // The dashes of a list may stand right below its key.
      if (indent > this.#boring || (indent === this.#boring && line[indent] === '-')) return true;
      this.#boring = -1;
    }
    const dash = line.startsWith('- ', indent) ? '- '.length : 0;
    if (!BORING.has(line.slice(indent + dash))) return false;
    this.#boring = indent + dash;
    // The dash itself begins an item whose other fields follow.
    if (dash > 0) this.#lines.push(line.slice(0, indent + 1));
    return true;
  }
}

/** How many spaces a line begins with. */
export function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === 0x20) indent++;
  return indent;
}
