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
  fr: { passesOn: "Transmet tout ce qui convient, qui que ce soit qui le publie.", alsoAs: "Aussi en" },
  pt: { passesOn: "Passa adiante tudo o que se encaixa, publique quem publicar.", alsoAs: "Também em" },
  id: { passesOn: "Meneruskan semua yang cocok, siapa pun yang menerbitkannya.", alsoAs: "Juga sebagai" },
  fil: { passesOn: "Ipinapasa ang lahat ng tugma, sinuman ang maglathala.", alsoAs: "Mayroon din bilang" },
  hi: { passesOn: "जो कुछ मेल खाता है उसे आगे पहुँचाता है, चाहे कोई भी छापे।", alsoAs: "इस रूप में भी:" },
  ur: { passesOn: "جو کچھ میل کھاتا ہے اسے آگے پہنچاتا ہے، چاہے کوئی بھی شائع کرے۔", alsoAs: "اس شکل میں بھی:" },
  bn: { passesOn: "যা মেলে তার সবই এগিয়ে দেয়, যে-ই প্রকাশ করুক।", alsoAs: "এই রূপেও:" },
  ne: { passesOn: "जसले प्रकाशित गरे पनि मिल्ने सबै कुरा अगाडि पठाउँछ।", alsoAs: "यस रूपमा पनि:" },
  tr: { passesOn: "Kim yayımlarsa yayımlasın, uyan her şeyi iletir.", alsoAs: "Şu biçimde de:" },
} as const satisfies Record<string, FeedWords>;

export const feedWords = (language: LanguageTag): FeedWords =>
  Object.entries(WORDS).find(([one]) => one === language)?.[1] ?? WORDS.en;

/** `first` where feeds have names in it, then the others. */
export function feedLanguages(first: LanguageTag | undefined): readonly LanguageTag[] {
  const all = Object.keys(WORDS).flatMap((text) => languageTag(text) ?? []);
  return [...all.filter((one) => one === first), ...all.filter((one) => one !== first)];
}
