import {
  cellCodes,
  dateOf,
  ENGINE_CODES,
  isStigmatised,
  LEVELS,
  NINE_SECTORS,
  ORIGINS,
  periodFrom,
  SECTOR_GROUPS,
  SIZE_BANDS,
  STATISTICS,
  type Bulletin,
  type Region,
  type SignedRelease,
} from "@commonhall/domain";
import fc from "fast-check";

const region = (text: string): Region => text as Region;

const PERIODS = { 3: ["2026-Q4", "2027-Q1"], 12: ["2026", "2027"], 24: ["2025-2026"] } as const;
const anyUuid = fc.uuid({ version: 4 });

const anyAbuse = fc
  .subarray([...ENGINE_CODES.all])
  .chain((codes) =>
    fc.tuple(
      ...codes.map((code) =>
        (isStigmatised(code)
          ? fc.constantFrom("some", "many")
          : fc.constantFrom("some", "many", "most", "nearly_all")
        ).map((share) => ({ code, share })),
      ),
    ),
  );

const releasedAfter = (period: string): number => periodFrom(period)?.released ?? 0;

/** Whatever an engine may say of a group. */
const anyBulletin: fc.Arbitrary<Bulletin> = fc
  .record({
    level: fc.constantFrom(...LEVELS),
    id: anyUuid,
    province: fc.constantFrom("QA-DA", "LB-BA", "US-CA").map(region),
    at: fc.nat({ max: 1 }),
    nine: fc.constantFrom(...NINE_SECTORS.all),
    group: fc.constantFrom(...SECTOR_GROUPS),
    origin: fc.constantFrom(...ORIGINS.all),
    people: fc.constantFrom(...SIZE_BANDS),
    abuse: anyAbuse,
    isPublic: fc.boolean(),
  })
  .map(({ level, id, province, at, nine, group, origin, people, abuse, isPublic }) => {
    const isProvince = level === "B0" || level === "B1" || level === "B3";
    const months = level === "B7" ? 24 : level < "B3" ? 3 : 12;
    const period = PERIODS[months][at] ?? PERIODS[months][0];
    const sector = level < "B5" ? nine : level === "B5" ? group : null;
    return {
      released: dateOf(releasedAfter(period)),
      id,
      audience: isPublic && people !== "11-19" ? "public" : "allies",
      level,
      place: isProvince ? province : region(province.slice(0, 2)),
      period,
      sector,
      origin: level === "B0" ? origin : null,
      people,
      abuse,
      threshold: 11,
    };
  });

const POLICY = `sha256-${"x".repeat(43)}`;

/** Whatever two people may sign. */
export const anyRelease: fc.Arbitrary<SignedRelease> = fc.oneof(
  anyBulletin.map((bulletin): SignedRelease => {
    const { id, audience, period } = bulletin;
    return { id, published: releasedAfter(period), audience, release: { type: "bulletin", bulletin }, policy: POLICY };
  }),
  fc
    .record({
      id: anyUuid,
      by: fc.constantFrom(...STATISTICS),
      people: fc.array(fc.oneof(fc.constant("<11" as const), fc.integer({ min: 11, max: 99_999 })), {
        minLength: 20,
        maxLength: 20,
      }),
      audience: fc.constantFrom("allies" as const, "public" as const),
    })
    .map(({ id, by, people, audience }): SignedRelease => {
      const published = releasedAfter("2026-Q4");
      const cells = cellCodes(by).map((code, at) => ({ code, people: people[at] ?? "<11" }));
      const table = { released: dateOf(published), place: region("QA"), period: "2026-Q4", by, cells };
      return { id, published, audience, release: { type: "statistics", id, table }, policy: POLICY };
    }),
  anyUuid.map((id): SignedRelease => {
    return {
      id,
      published: releasedAfter("2026-Q4"),
      audience: "allies",
      release: { type: "heartbeat", id },
      policy: POLICY,
    };
  }),
);
