import { cellCodes, dateOf, regionName, type ObjectId, type SignedRelease } from "@commonhall/domain";
import { sampleRegion } from "@commonhall/domain/testing";
import { saysBulletin, saysTable, type Officers } from "@commonhall/testkit";
import type { TestNode } from "@commonhall/testkit/network";
import type { AudienceName, Released } from "./table.ts";

/** The release day before the network begins: what is let out late is dated to its hour all the same. */
const RELEASE_DAY = Date.UTC(2026, 10, 3, 9);
const OF_THAT_DAY = { released: dateOf(RELEASE_DAY), period: "2026-Q3" } as const;

/** Each of them tells of a country of its own, whose name stands nowhere else: that is all that can be told of codes. */
const COUNTRIES = ["BH", "BT", "KW", "LK", "MN", "NP", "OM", "PH", "QA", "TJ", "UZ", "VN"];

export interface LetOut {
  readonly id: ObjectId;
  /** The name of its country. */
  readonly words: string;
}

/** Lets one out after the other, of a centre on whose release days these officers sign. */
export function releases({ running, origin }: TestNode, officers: Officers) {
  const countries = COUNTRIES.values();
  const { bulletins } = running.federation;
  return {
    async letOut(kind: Released, audience: AudienceName): Promise<LetOut> {
      const { value } = countries.next();
      if (value === undefined) throw new Error("No country is left");
      const place = sampleRegion(value);
      const said = { ...ONE[kind](place, audience === "public" ? "public" : "allies"), published: RELEASE_DAY };
      must(await bulletins.publishReleases([officers.releasable(said)]));
      return { id: `${origin}/bulletins/${said.id}` as ObjectId, words: regionName(place, "en") };
    },
    takeBack: async (id: ObjectId) =>
      must(await bulletins.withdraw(officers.withdrawal(id.slice(id.lastIndexOf("/") + 1)))),
  };
}

type Country = ReturnType<typeof sampleRegion>;

const ONE: Record<Released, (place: Country, audience: "allies" | "public") => SignedRelease> = {
  bulletin: (place, audience) => saysBulletin({ ...OF_THAT_DAY, level: "B2", place, audience }),
  statistics: (place, audience) => ({
    ...saysTable("sector", { ...OF_THAT_DAY, place, cells: cellCodes("sector").map(ofTwelve) }),
    audience,
  }),
};

const ofTwelve = (code: ReturnType<typeof cellCodes>[number]) => ({ code, people: 12 });

function must(done: { readonly ok: boolean }): void {
  if (!done.ok) throw new Error(`refused: ${JSON.stringify(done)}`);
}
