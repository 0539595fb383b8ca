import { languageTag, type LanguageTag } from "@commonhall/domain";

interface FeedWords {
  readonly passesOn: string;
  /** Before a link to the same feed in another format. */
  readonly alsoAs: string;
}

/** What the document of a feed says below its name, in the languages that its name has. */
const WORDS = {
  en: { passesOn: "Passes on everything that fits, whoever publishes it.", alsoAs: "Also as" },
  es: { passesOn: "Difunde todo lo que corresponde, lo publique quien lo publique.", alsoAs: "También como" },
  ar: { passesOn: "تعيد نشر كلّ ما يوافقها، أيّاً كان ناشره.", alsoAs: "متاحة أيضاً بصيغة" },
} as const satisfies Record<string, FeedWords>;

export const feedWords = (language: LanguageTag): FeedWords =>
  Object.entries(WORDS).find(([one]) => one === language)?.[1] ?? WORDS.en;

/** `first` where feeds have names in it, then the others. */
export function feedLanguages(first: LanguageTag | undefined): readonly LanguageTag[] {
  const all = Object.keys(WORDS).flatMap((text) => languageTag(text) ?? []);
  return [...all.filter((one) => one === first), ...all.filter((one) => one !== first)];
}
