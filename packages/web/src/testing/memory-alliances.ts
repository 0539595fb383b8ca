import {
  allianceLine,
  err,
  ok,
  standingOf,
  type Alliance,
  type AllianceLine,
  type AllianceMember,
  type AllianceRefused,
  type CharterDraft,
  type KnownCharters,
  type ObjectId,
  type Result,
} from "@commonhall/domain";
import type { WebPorts } from "../ports.ts";

export interface AllianceWorld {
  /** What is known of each. */
  readonly alliances: Map<ObjectId, KnownCharters>;
  /** Whose invitation waits apart. */
  readonly alliancesApart: Set<ObjectId>;
  /** Our side of them. */
  us: AllianceMember | undefined;
  /** Names of members, and whether their actors show their keys. */
  readonly memberNames: Map<string, { readonly name: string; readonly shows: boolean | undefined }>;
  /** What every command is refused with, if it is to be refused. */
  allianceRefused?: AllianceRefused;
  /** What the last form asked for. */
  drafts: CharterDraft[];
  readonly done: string[];
}

export const emptyAlliances = (): Omit<AllianceWorld, "done"> => ({
  alliances: new Map(),
  alliancesApart: new Set(),
  us: undefined,
  memberNames: new Map(),
  drafts: [],
});

export function memoryAlliances(world: AllianceWorld, now: () => number): WebPorts["alliances"] {
  const get = (id: ObjectId): Alliance | undefined => {
    const known = world.alliances.get(id);
    const standing = known === undefined ? undefined : standingOf(known);
    if (standing === undefined || world.us === undefined) return undefined;
    const apart = world.alliancesApart.has(id);
    return { id, us: world.us, standing, parties: [], apart, changed: now(), asked: now() };
  };
  const answer = (id: ObjectId, what: string): Promise<Result<AllianceLine, AllianceRefused>> => {
    if (world.allianceRefused !== undefined) return Promise.resolve(err(world.allianceRefused));
    world.done.push(what);
    const alliance = get(id);
    return Promise.resolve(alliance === undefined ? err({ type: "not found", id }) : ok(allianceLine(alliance, now())));
  };
  const drafted = (draft: CharterDraft): void => void world.drafts.push(draft);
  return {
    list: () => Promise.resolve([...world.alliances.keys()].flatMap((id) => get(id) ?? [])),
    get: (id) => Promise.resolve(get(id)),
    known: (id) => Promise.resolve(world.alliances.get(id) ?? { versions: [], signatures: [], leaves: [] }),
    members: (of) =>
      Promise.resolve(
        of.map((member) => {
          const { name = member.id, shows } = world.memberNames.get(member.id) ?? {};
          return { ...member, name, handle: `@hall@${new URL(member.id).host}`, shows };
        }),
      ),
    found: (draft) => {
      drafted(draft);
      const [id] = world.alliances.keys();
      return id === undefined ? Promise.resolve(err({ type: "alone" })) : answer(id, "found");
    },
    propose: (id, draft) => {
      drafted(draft);
      return answer(id, `propose ${id}`);
    },
    sign: (id, version) => answer(id, `sign ${version ?? id}`),
    leave: (id) => answer(id, `leave ${id}`),
  };
}
