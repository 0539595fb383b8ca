import {
  ENGINE_CODES,
  NINE_SECTORS,
  plainDate,
  region,
  startOfDay,
  trusted,
  type Bulletin,
  type BulletinFilter,
  type BulletinLine,
  type BulletinViews,
  type PlainDate,
  type Region,
  type StatTable,
  type StatTableLine,
} from "@commonhall/domain";

const date = (text: string): PlainDate => plainDate(text) ?? unreadable(text);
const place = (text: string): Region => region(text) ?? unreadable(text);
const unreadable = (text: string): never => {
  throw new Error(`${text} is none`);
};

let made = 0;

export function bulletinLine(
  bulletin: Partial<Omit<Bulletin, "place">> & { readonly place?: string } = {},
  by = "ana",
): BulletinLine {
  const id = bulletin.id ?? `5d0f7a52-3b8e-4a57-9d1e-${String((made += 1)).padStart(12, "0")}`;
  const whole: Bulletin = {
    released: date("2027-02-02"),
    level: "B3",
    period: "2026",
    sector: "household",
    origin: null,
    people: "11-19",
    abuse: [
      { code: "wages", share: "most" },
      { code: "documents", share: "many" },
    ],
    threshold: 11,
    audience: "allies",
    ...bulletin,
    id,
    place: place(bulletin.place ?? "QA-DA"),
  };
  return {
    object: trusted.object(`https://${by}.example/bulletins/${id}`),
    by: trusted.actor(`https://${by}.example/centres/${by}`),
    name: `Hall of ${by}`,
    published: startOfDay(whole.released),
    bulletin: whole,
  };
}

export function tableLine(table: Partial<StatTable> = {}, by = "ana"): StatTableLine {
  const codes = table.by === "main_abuse" ? ENGINE_CODES.all : NINE_SECTORS.all;
  const whole: StatTable = {
    released: date("2027-02-02"),
    place: place("QA"),
    period: "2026-Q4",
    by: "sector",
    cells: codes.map((code, index) => ({ code, people: index % 3 === 0 ? 12 + index * 4 : "<11" })),
    ...table,
  };
  return {
    object: trusted.object(`https://${by}.example/bulletins/table-${whole.by}-${whole.period}`),
    by: trusted.actor(`https://${by}.example/centres/${by}`),
    name: `Hall of ${by}`,
    published: startOfDay(whole.released),
    table: whole,
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
