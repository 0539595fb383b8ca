import { SHARED_KINDS } from "../audiences/audience.ts";
import { hostOf, type ActorId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { languagesOf, type Texts } from "../texts.ts";
import { MOST_MEMBERS, type Charter, type CharterTerms } from "./charter.ts";

export const LONGEST_ALLIANCE_NAME = 200;
export const LONGEST_PURPOSE = 2000;
export const MOST_ALLIANCE_LANGUAGES = 12;
/** Ten years, as long as any archive of this network. */
export const LONGEST_RETENTION = 3650;

export type CharterUnfit =
  | { readonly type: "text too long"; readonly field: "name" | "purpose"; readonly longest: number }
  /** Half of a character, as no keyboard writes it. */
  | { readonly type: "no text"; readonly field: "name" | "purpose" }
  | { readonly type: "too many languages"; readonly field: "name" | "purpose"; readonly most: number }
  | { readonly type: "not in its language"; readonly field: "name" | "purpose"; readonly language: string }
  | { readonly type: "no members" }
  | { readonly type: "too many members"; readonly most: number }
  | { readonly type: "same member twice"; readonly member: ActorId }
  /** Two members of one server are one: who runs it speaks for both. */
  | { readonly type: "same server twice"; readonly member: ActorId; readonly other: ActorId }
  | { readonly type: "same key twice"; readonly member: ActorId; readonly other: ActorId }
  | { readonly type: "nothing shared" }
  | { readonly type: "sender is no member"; readonly member: ActorId }
  | { readonly type: "retention" };

/** What every version holds to, whoever wrote it: the same for a draft at the desk and for what arrives. */
export function checkCharter<C extends CharterTerms & Pick<Charter, "language">>(charter: C): Result<C, CharterUnfit> {
  const unfit =
    checkTexts("name", charter.name, charter.language, LONGEST_ALLIANCE_NAME) ??
    checkTexts("purpose", charter.purpose, charter.language, LONGEST_PURPOSE) ??
    checkMembers(charter) ??
    checkTerms(charter);
  return unfit === undefined ? ok(charter) : err(unfit);
}

function checkTexts(
  field: "name" | "purpose",
  texts: Texts,
  language: string,
  longest: number,
): CharterUnfit | undefined {
  const languages = languagesOf(texts);
  if (languages.length > MOST_ALLIANCE_LANGUAGES) {
    return { type: "too many languages", field, most: MOST_ALLIANCE_LANGUAGES };
  }
  if (Object.values(texts).some((text: string) => text.length > longest))
    return { type: "text too long", field, longest };
  if (Object.values(texts).some((text: string) => !text.isWellFormed())) return { type: "no text", field };
  return languages.some((one) => one === language) ? undefined : { type: "not in its language", field, language };
}

function checkMembers({ members }: CharterTerms): CharterUnfit | undefined {
  if (members.length === 0) return { type: "no members" };
  if (members.length > MOST_MEMBERS) return { type: "too many members", most: MOST_MEMBERS };
  const [ids, hosts, keys] = [new Set<string>(), new Map<string, ActorId>(), new Map<string, ActorId>()];
  for (const { id, key } of members) {
    if (ids.has(id)) return { type: "same member twice", member: id };
    const neighbour = hosts.get(hostOf(id));
    if (neighbour !== undefined) return { type: "same server twice", member: id, other: neighbour };
    const twin = keys.get(key);
    if (twin !== undefined) return { type: "same key twice", member: id, other: twin };
    ids.add(id);
    hosts.set(hostOf(id), id);
    keys.set(key, id);
  }
  return undefined;
}

function checkTerms({ terms, members }: CharterTerms): CharterUnfit | undefined {
  const { kinds, retention } = terms;
  const shared = SHARED_KINDS.flatMap((kind) => kinds[kind] ?? []);
  if (shared.length === 0) return { type: "nothing shared" };
  const isWhole = retention === undefined || (Number.isInteger(retention) && retention >= 1);
  if (!isWhole || (retention ?? 1) > LONGEST_RETENTION) return { type: "retention" };
  const senders = shared.flatMap(({ from }) => (from === "all" ? [] : from));
  const stranger = senders.find((sender) => members.every(({ id }) => id !== sender));
  return stranger === undefined ? undefined : { type: "sender is no member", member: stranger };
}
