import {
  ENGINE_CODES,
  isStigmatised,
  NINE_SECTORS,
  sectorGroupOf,
  type EngineCode,
  type Bulletin,
  type StatTable,
} from "@commonhall/domain";
import { plus, sumOf, type Facts, type Range, type Sum } from "./exact-integers.ts";
import { SHOWN_FROM, type Share } from "./noise-model.ts";
import { bandOf, spanOf, type Published } from "./releases.ts";

/**
 * All that bulletins and tables of one centre say of how many people there are, as sums of whole numbers. A cell is a
 * quarter and one of the nine sectors; a bulletin's people are spread over the cells that it is about, nobody is in two
 * bulletins, and whoever is in a bulletin is in the tables, too.
 */
export interface PublishedFacts {
  readonly facts: Facts;
  /** Sums that are the size of a group of people, by what the group is. */
  readonly groups: ReadonlyMap<string, Sum>;
}

/** How far noise may be from 0, taken as certain. */
export interface NoiseReach {
  readonly tables: number;
  readonly codes: number;
}

/** Noise of ε = 1 and of ε = 2/5 lies further out less than once in a hundred times. */
export const LIKELY: NoiseReach = { tables: 4, codes: 11 };

interface Made {
  readonly unknowns: Map<string, Range>;
  readonly known: (Range & { readonly sum: Sum })[];
  readonly groups: Map<string, Sum>;
}

export function publishedFacts({ bulletins, tables }: Published, noise: NoiseReach): PublishedFacts {
  const made: Made = { unknowns: new Map(), known: [], groups: new Map() };
  const periods = [...bulletins, ...tables].flatMap(({ period }) => quartersOf(period));
  for (const quarter of new Set(periods)) addQuarter(made, quarter);
  for (const bulletin of bulletins) addBulletin(made, bulletin);
  for (const quarter of new Set(periods)) closeQuarter(made, quarter, bulletins);
  for (const table of tables) addTable(made, table, noise);
  return { facts: made, groups: made.groups };
}

const cellOf = (quarter: string, sector: string): string => `${quarter} ${sector}`;
const peopleIn = (cell: string): string => `people of ${cell}`;
const restOf = (cell: string): string => `in no bulletin: ${cell}`;
const partOf = ({ id }: Bulletin, cell: string): string => `of ${id} in ${cell}`;
const sizeOf = ({ id }: Bulletin): string => `people of ${id}`;

/** `2026` is four quarters. */
export function quartersOf(period: string): readonly string[] {
  const { start, length } = spanOf(period);
  return Array.from({ length: length / 3 }, (_, index) => {
    const month = start + 3 * index;
    return `${Math.floor(month / 12)}-Q${(month % 12) / 3 + 1}`;
  });
}

const cellsOf = ({ period, sector }: Bulletin): readonly string[] =>
  quartersOf(period).flatMap((quarter) =>
    NINE_SECTORS.all
      .filter((one) => sector === null || sector === one || sector === sectorGroupOf(one))
      .map((one) => cellOf(quarter, one)),
  );

function addQuarter({ unknowns, groups }: Made, quarter: string): void {
  for (const sector of NINE_SECTORS.all) {
    const cell = cellOf(quarter, sector);
    unknowns.set(peopleIn(cell), { least: 0 });
    unknowns.set(restOf(cell), { least: 0 });
    groups.set(peopleIn(cell), sumOf(peopleIn(cell)));
    groups.set(restOf(cell), sumOf(restOf(cell)));
  }
}

/** Everybody of a cell is in one bulletin or in none. */
function closeQuarter({ known }: Made, quarter: string, bulletins: readonly Bulletin[]): void {
  for (const sector of NINE_SECTORS.all) {
    const cell = cellOf(quarter, sector);
    const parts = bulletins.filter((one) => cellsOf(one).includes(cell)).map((one) => partOf(one, cell));
    known.push(equal(sumOf(restOf(cell), ...parts), sumOf(peopleIn(cell))));
  }
}

function addBulletin({ unknowns, known, groups }: Made, bulletin: Bulletin): void {
  const size = sizeOf(bulletin);
  const [least, most] = bandOf(bulletin.people);
  unknowns.set(size, Number.isFinite(most) ? { least, most } : { least });
  groups.set(size, sumOf(size));
  const cells = cellsOf(bulletin);
  for (const cell of cells) {
    unknowns.set(partOf(bulletin, cell), { least: 0 });
    if (cells.length > 1) groups.set(partOf(bulletin, cell), sumOf(partOf(bulletin, cell)));
  }
  known.push(equal(sumOf(...cells.map((cell) => partOf(bulletin, cell))), sumOf(size)));
}

/** How many of a group met with each code, from the shares that are shown of counts with noise. */
export function codeFacts({ people, abuse }: Pick<Bulletin, "people" | "abuse">, noise: NoiseReach): PublishedFacts {
  const made: Made = { unknowns: new Map(), known: [], groups: new Map() };
  const [least, most] = bandOf(people);
  made.unknowns.set(SIZE, Number.isFinite(most) ? { least, most } : { least });
  const shown = new Map(abuse.map(({ code, share }) => [code, share]));
  for (const code of ENGINE_CODES.all) addCode(made, code, shown.get(code), noise);
  return { facts: made, groups: made.groups };
}

const SIZE = "people";

function addCode(
  { unknowns, known, groups }: Made,
  code: EngineCode,
  share: Share | undefined,
  noise: NoiseReach,
): void {
  const far = noise.codes;
  unknowns.set(code, { least: 0 });
  groups.set(code, sumOf(code));
  const difference = (counts: number, sizes: number): Sum =>
    new Map([
      [code, counts],
      [SIZE, -sizes],
    ]);
  known.push({ sum: difference(1, 1), most: 0 });
  if (share === undefined) {
    // A stigmatised code may be left out because many have it, so its absence says nothing of the count alone.
    if (!isStigmatised(code)) known.push({ sum: sumOf(code), most: SHOWN_FROM - 1 + far });
    return;
  }
  const { from, below } = QUARTERS[share];
  known.push({ sum: sumOf(code), least: SHOWN_FROM - far });
  known.push({ sum: difference(4, from), least: -4 * far });
  if (below !== undefined) known.push({ sum: difference(4, below), most: 4 * far - 1 });
  if (isStigmatised(code)) known.push({ sum: difference(3, 1), most: 3 * far });
}

/** In quarters of the group. */
const QUARTERS: Readonly<Record<Share, { readonly from: number; readonly below?: number }>> = {
  some: { from: 0, below: 1 },
  many: { from: 1, below: 2 },
  most: { from: 2, below: 3 },
  nearly_all: { from: 3 },
};

function addTable({ unknowns, known, groups }: Made, { period, by, cells }: StatTable, { tables }: NoiseReach): void {
  const names = cells.map(({ code, people }) => {
    const range =
      people === "<11"
        ? { least: 0, most: 10 + tables }
        : { least: Math.max(0, people - tables), most: people + tables };
    if (by === "sector") {
      unknowns.set(peopleIn(cellOf(period, code)), range);
      return peopleIn(cellOf(period, code));
    }
    const name = `main abuse ${code} in ${period}`;
    unknowns.set(name, range);
    groups.set(name, sumOf(name));
    return name;
  });
  if (by === "sector") return;
  // Whoever has a main abuse has a sector.
  const everybody = sumOf(...NINE_SECTORS.all.map((sector) => peopleIn(cellOf(period, sector))));
  known.push({ sum: plus(sumOf(...names), negative(everybody)), most: 0 });
}

const equal = (one: Sum, other: Sum): Range & { readonly sum: Sum } => ({
  sum: plus(one, negative(other)),
  least: 0,
  most: 0,
});

const negative = (sum: Sum): Sum => new Map([...sum].map(([name, times]) => [name, -times]));
