import { ENGINE_CODES, type BulletinLine, type StatTableLine } from "@commonhall/domain";
import { csv } from "../layout/csv.ts";

/** A line a bulletin, a column for each code: the share, or nothing where nothing was said. */
export const bulletinsAsCsv = (lines: readonly BulletinLine[]): Uint8Array<ArrayBuffer> =>
  csv(
    [
      "released",
      "id",
      "by",
      "level",
      "place",
      "period",
      "sector",
      "origin",
      "people",
      "threshold",
      "audience",
      ...ENGINE_CODES.all,
    ],
    lines.map(({ by, bulletin }) => [
      bulletin.released,
      bulletin.id,
      by,
      bulletin.level,
      bulletin.place,
      bulletin.period,
      bulletin.sector,
      bulletin.origin,
      bulletin.people,
      bulletin.threshold,
      bulletin.audience,
      ...ENGINE_CODES.all.map((code) => bulletin.abuse.find((one) => one.code === code)?.share ?? null),
    ]),
  );

/** A line a count. */
export const tablesAsCsv = (lines: readonly StatTableLine[]): Uint8Array<ArrayBuffer> =>
  csv(
    ["released", "by", "place", "period", "table", "code", "people"],
    lines.flatMap(({ by, table }) =>
      table.cells.map(({ code, people }) => [table.released, by, table.place, table.period, table.by, code, people]),
    ),
  );
