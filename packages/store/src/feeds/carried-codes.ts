import { ANY, branchFrom, type CarriedCodes, placeFrom } from "@commonhall/domain";
import { sql } from "kysely";
import type { Db } from "../database/session.ts";

/** Of which places and branches something that pages show is carried. It steps from code to code along the index, over all that lies under each. */
export async function carriedCodes(db: Db, limit: number): Promise<CarriedCodes> {
  const [places, branches] = await Promise.all([placesQuery(limit).execute(db), branchesQuery(limit).execute(db)]);
  return {
    places: places.rows.flatMap(({ code }) => placeFrom(code) ?? []),
    branches: branches.rows.flatMap(({ code }) => branchFrom(code) ?? []),
  };
}

interface Row {
  readonly code: string;
}

const placesQuery = (limit: number) => sql<Row>`
  with recursive step (code) as (
    select min(place) from feed_place
    union all
    select (select min(place) from feed_place where place > step.code) from step where step.code is not null
  )
  select code from step where code is not null and code <> ${ANY} and exists (
    select 1 from feed_place ${entries} where feed_place.place = step.code and feed_place.branch = ${ANY} and ${isListed}
  ) limit ${limit}`;

const branchesQuery = (limit: number) => sql<Row>`
  with recursive step (code) as (
    select min(branch) from feed_place where place = ${ANY}
    union all
    select (select min(branch) from feed_place where place = ${ANY} and branch > step.code) from step
    where step.code is not null
  )
  select code from step where code is not null and code <> ${ANY} and exists (
    select 1 from feed_place ${entries} where feed_place.place = ${ANY} and feed_place.branch = step.code and ${isListed}
  ) limit ${limit}`;

const entries = sql`join feed_entry on feed_entry.id = feed_place.entry`;

const isListed = sql`feed_place.is_for <> 'followers' and feed_entry.shown = 1`;
