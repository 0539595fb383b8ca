import type { Change } from "@commonhall/domain";
import type { Upgrade } from "../migrations/upgrade.ts";
import { openPostgres } from "./postgres/postgres-database.ts";
import type { Session } from "./session.ts";
import type { IsTaken, Turns } from "./turns.ts";
import { openSqlite } from "./sqlite-database.ts";

/** Where the public store lies: a file (or `:memory:`, which ends with its process), or a database of PostgreSQL. */
export type DatabasePlace =
  | { readonly file: string; readonly postgres?: undefined }
  /** `postgres://…`, as libpq reads it. Copies that are kept on this machine lie beside a file that itself is not there. */
  | { readonly postgres: string; readonly file?: undefined; readonly copiesBeside?: string };

export interface Database extends Session {
  readonly onChange: (listener: (change: Change) => void) => () => void;
  readonly inTurn: Turns;
  readonly isTaken: IsTaken;
  readonly close: () => Promise<void>;
}

/** `beforeUpgrade` is asked where something that is there is to be changed, and stops that by throwing. */
export const openDatabase = (
  place: DatabasePlace,
  beforeUpgrade?: (upgrade: Upgrade) => Promise<void>,
): Promise<Database> =>
  place.postgres === undefined
    ? openSqlite(place.file, beforeUpgrade)
    : openPostgres(place.postgres, keepingCopies(place.copiesBeside, beforeUpgrade));

const keepingCopies = (beside: string | undefined, beforeUpgrade: ((upgrade: Upgrade) => Promise<void>) | undefined) =>
  beside === undefined || beforeUpgrade === undefined ? undefined : { beside, beforeUpgrade };
