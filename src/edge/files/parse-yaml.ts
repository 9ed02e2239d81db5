import type { ParseYaml } from './yaml-stream.ts';

/**
 * Loads the YAML parser, which most runs can do without. Duplicate keys are let pass: the check takes
 * time squared, and the API server has made it. Warnings stay unsaid: they quote the text.
 */
export async function loadYamlParser(): Promise<ParseYaml> {
  const { parse } = await import('yaml');
  return (text) =>
    parse(text, {
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
      maxAliasCount: 100,
    }) as unknown;
}
