/** What became of a command. `json` is the one value on standard output with `--json`; `text` is for people, `bytes` stand in its place. */
export type Outcome =
  /** 1 with an answer: it was done, and what came out calls for somebody. */
  | { readonly exit: 0 | 1; readonly json: unknown; readonly text: string; readonly bytes?: Uint8Array }
  /** 1: it could not be done. 2: what was asked is wrong, and each sentence says what is accepted. */
  | { readonly exit: 1 | 2; readonly sentences: readonly string[] };

export const done = (json: unknown, text: string): Outcome => ({ exit: 0, json, text });
export const found = (json: unknown, text: string): Outcome => ({ exit: 1, json, text });
export const couldNot = (...sentences: readonly string[]): Outcome => ({ exit: 1, sentences });
export const wrong = (...sentences: readonly string[]): Outcome => ({ exit: 2, sentences });
