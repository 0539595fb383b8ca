/** What a code is called, by language. English is always there. */
export type Labels = { readonly en: string; readonly [language: string]: string };

export interface CodeEntry {
  readonly label: Labels;
  /** Read where it was stored, offered no more. */
  readonly deprecated?: boolean;
}

/** A closed list: what is stored is the code, what people read is its label. */
export interface CodeList<Code extends string> {
  /** In the order in which they are offered. */
  readonly all: readonly Code[];
  /** The code that is written so, deprecated ones too. */
  readonly find: (text: string) => Code | undefined;
  /** In English where the language has none. */
  readonly label: (code: Code, language: string) => string;
}

export function codeList<Code extends string>(entries: Readonly<Record<Code, CodeEntry>>): CodeList<Code> {
  const codes = Object.keys(entries) as Code[];
  const known: ReadonlySet<string> = new Set(codes);
  return {
    all: codes.filter((code) => entries[code].deprecated !== true),
    find: (text) => (known.has(text) ? (text as Code) : undefined),
    label: (code, language) => labelIn(entries[code].label, language),
  };
}

export const labelIn = (labels: Labels, language: string): string => labels[language] ?? labels.en;
