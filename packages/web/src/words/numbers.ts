import type { InterfaceLanguage } from "./words.ts";

/** Names one after the other, as the language joins them: "a, b and c". */
export const list = (items: readonly string[], language: InterfaceLanguage): string =>
  new Intl.ListFormat(language, { type: "unit", style: "long" }).format(items);
