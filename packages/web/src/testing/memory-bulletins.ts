import {
  startOfDay,
  trusted,
  type Bulletin,
  type BulletinFilter,
  type BulletinLine,
  type BulletinViews,
  type StatTable,
  type StatTableLine,
} from "@commonhall/domain";
import { sampleBulletin, sampleRegion, sampleTable } from "@commonhall/domain/testing";

/** Of a year, in a province. */
export function bulletinLine(
  { place = "QA-DA", ...more }: Partial<Omit<Bulletin, "place">> & { readonly place?: string } = {},
  by = "ana",
): BulletinLine {
  const year = { level: "B3", period: "2026", people: "11-19" } as const;
  const bulletin = sampleBulletin({ ...year, ...more, place: sampleRegion(place) });
  return {
    object: trusted.object(`https://${by}.example/bulletins/${bulletin.id}`),
    by: trusted.actor(`https://${by}.example/centres/${by}`),
    name: `Hall of ${by}`,
    published: startOfDay(bulletin.released),
    bulletin,
  };
}

export function tableLine(more: Partial<StatTable> = {}, by = "ana"): StatTableLine {
  const table = sampleTable({ place: sampleRegion("QA"), ...more });
  return {
    object: trusted.object(`https://${by}.example/bulletins/table-${table.by}-${table.period}`),
    by: trusted.actor(`https://${by}.example/centres/${by}`),
    name: `Hall of ${by}`,
    published: startOfDay(table.released),
    table,
  };
}

/** As the store answers: a place covers its parts, a group of sectors is only itself. */
const fits =
  ({ place, period, sector, code }: BulletinFilter) =>
  ({ bulletin }: BulletinLine): boolean =>
    (place === undefined || bulletin.place === place || bulletin.place.startsWith(`${place}-`)) &&
    (period === undefined || bulletin.period === period) &&
    (sector === undefined || bulletin.sector === sector) &&
    (code === undefined || bulletin.abuse.some((one) => one.code === code));

const isOwnPublic = ({ bulletin, by }: BulletinLine): boolean =>
  bulletin.audience === "public" && by.startsWith("https://hall.example/");

/** Bulletins of the centre and of others, without a database. The centre is that of the fixtures. */
export const memoryBulletins = (world: {
  readonly bulletins?: readonly BulletinLine[];
  readonly tables?: readonly StatTableLine[];
}): BulletinViews => ({
  list: async (filter) => (world.bulletins ?? []).filter(fits(filter)),
  listPublic: async (filter) => (world.bulletins ?? []).filter(fits(filter)).filter(isOwnPublic),
  getPublic: async (id) => {
    const line = (world.bulletins ?? []).filter(isOwnPublic).find(({ object }) => object === id);
    if (line === undefined) return undefined;
    const { object, by, published, bulletin } = line;
    return { object, by, published, release: { type: "bulletin", bulletin } };
  },
  tables: async ({ place, period }) =>
    (world.tables ?? []).filter(
      ({ table }) =>
        (place === undefined || table.place === place) && (period === undefined || table.period === period),
    ),
  told: async () => [],
});
