import { SHARED_KINDS, type SharedKind } from "../audiences/audience.ts";
import type { ActorId } from "../ids.ts";
import { languagesOf, type Texts } from "../texts.ts";
import type { PlainDate } from "../time.ts";
import type { Charter, KindTerms } from "./charter.ts";

/** One thing in which a version differs from the one before, to be read by whoever is to sign it. */
export type CharterChange =
  | { readonly type: "admits" | "removes" | "gives a new key to" | "takes back"; readonly member: ActorId }
  /** Has left by itself; the version only takes note. */
  | { readonly type: "notes leave of"; readonly member: ActorId }
  | { readonly type: "name" | "purpose"; readonly from: Texts; readonly to: Texts }
  | { readonly type: "until"; readonly from: PlainDate; readonly to: PlainDate }
  | { readonly type: "retention"; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly type: "public"; readonly to: boolean }
  | {
      readonly type: "shares";
      readonly kind: SharedKind;
      readonly from: KindTerms | undefined;
      readonly to: KindTerms | undefined;
    }
  /** Gives up so many other successors. */
  | { readonly type: "settles"; readonly count: number };

export function charterChanges(before: Charter, after: Charter): readonly CharterChange[] {
  return [...memberChanges(before, after), ...textChanges(before, after), ...termChanges(before, after)];
}

function memberChanges(before: Charter, after: Charter): readonly CharterChange[] {
  const hasLeft = new Set(after.leaves.map(({ member }) => member));
  const was = new Map(before.members.map(({ id, key }) => [id, key]));
  const is = new Map(after.members.map(({ id, key }) => [id, key]));
  const gone = before.members.filter(({ id }) => !is.has(id)).map(({ id }) => id);
  return [
    ...after.members.flatMap(({ id, key }): CharterChange[] => {
      if (!was.has(id)) return [{ type: "admits", member: id }];
      if (hasLeft.has(id)) return [{ type: "takes back", member: id }];
      return was.get(id) === key ? [] : [{ type: "gives a new key to", member: id }];
    }),
    ...gone.map((member): CharterChange => ({ type: hasLeft.has(member) ? "notes leave of" : "removes", member })),
  ];
}

function textChanges(before: Charter, after: Charter): readonly CharterChange[] {
  return (["name", "purpose"] as const)
    .filter((type) => !sameTexts(before[type], after[type]))
    .map((type) => ({ type, from: before[type], to: after[type] }));
}

const sameTexts = (a: Texts, b: Texts): boolean =>
  languagesOf(a).length === languagesOf(b).length && languagesOf(a).every((language) => a[language] === b[language]);

function termChanges(before: Charter, after: Charter): readonly CharterChange[] {
  const [from, to] = [before.terms.retention, after.terms.retention];
  const kinds = SHARED_KINDS.flatMap((kind): CharterChange[] => {
    const [was, is] = [before.terms.kinds[kind], after.terms.kinds[kind]];
    return sameKind(was, is) ? [] : [{ type: "shares", kind, from: was, to: is }];
  });
  const count = after.settles.length;
  return [
    ...(before.until === after.until ? [] : [{ type: "until", from: before.until, to: after.until } as const]),
    ...(from === to ? [] : [{ type: "retention", from, to } as const]),
    ...(before.public === after.public ? [] : [{ type: "public", to: after.public } as const]),
    ...kinds,
    ...(count === 0 ? [] : [{ type: "settles", count } as const]),
  ];
}

const sameKind = (a: KindTerms | undefined, b: KindTerms | undefined): boolean =>
  a?.passOn === b?.passOn && String(a?.from) === String(b?.from);
