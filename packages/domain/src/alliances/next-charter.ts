import { SHARED_KINDS } from "../audiences/audience.ts";
import { firstLanguage, type LanguageTag } from "../texts.ts";
import type { AllianceMember, AllianceTerms, Charter, CharterTerms } from "./charter.ts";
import type { Standing } from "./standing.ts";

/** The first version, which every member has to sign. `home`: the origin under which the alliance has its id. */
export const firstCharter = (terms: CharterTerms, home: string): Charter => ({
  ...inOrder(terms),
  version: 1,
  home,
  settles: [],
  leaves: [],
});

/**
 * What would come after the version in force. It takes note of every leave so far, gives up every other branch that is
 * known, and so does what only a version in force can do, whatever else it changes. Whoever has left and is named in it
 * comes back, by signing it.
 */
export function nextCharter(standing: Standing, terms: CharterTerms): Charter {
  const { current, forks } = standing;
  return {
    ...inOrder(terms),
    version: current.charter.version + 1,
    alliance: current.alliance,
    before: current.hash,
    settles: forks
      .filter(({ isSettled }) => !isSettled)
      .map(({ other }) => other.hash)
      .sort(),
    leaves: standing.leaves,
  };
}

/** The terms in force, without those who have left: where a proposal begins. */
export function termsInForce({ current, members }: Standing): CharterTerms {
  const { name, purpose, public: isPublic, terms, until } = current.charter;
  return { name, purpose, public: isPublic, terms: withoutSenders(terms, members), until, members };
}

/** Whoever is no member any more cannot be one of those who send. */
function withoutSenders(terms: AllianceTerms, members: readonly AllianceMember[]): AllianceTerms {
  const ids = new Set(members.map(({ id }) => id));
  const kinds = SHARED_KINDS.flatMap((kind) => {
    const { from = [], passOn = false } = terms.kinds[kind] ?? {};
    const staying = from === "all" ? from : from.filter((id) => ids.has(id));
    return staying.length === 0 ? [] : [[kind, { from: staying, passOn }] as const];
  });
  return { ...terms, kinds: Object.fromEntries(kinds) };
}

const inOrder = (terms: CharterTerms): CharterTerms & { readonly language: LanguageTag } => ({
  ...terms,
  language: firstLanguage(terms.name),
  members: terms.members.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
});
