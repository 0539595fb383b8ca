import { access } from "node:fs/promises";
import type { Command } from "commander";
import { type CopyRefused, moveToPostgres } from "@commonhall/store";
import { databaseFile } from "../data-folder.ts";
import { addBareCommand, type BareHall, type Io } from "./hall-command.ts";
import { couldNot, done, wrong, type Outcome } from "./outcome.ts";
import { postgresCodeIn, postgresSentence } from "./system-refusals.ts";

export function addMigrateStore(program: Command, io: Io, exit: (code: number) => void): void {
  addBareCommand(program, io, exit, {
    usage: "migrate-store",
    description:
      "carries the public store from SQLite in HALL_DATA into the empty PostgreSQL database of HALL_DATABASE; the node must not run meanwhile",
    run: migrateStore,
  });
}

async function migrateStore({ settings, clock }: BareHall): Promise<Outcome> {
  const { dataFolder, database } = settings;
  if (database === undefined) {
    return wrong("HALL_DATABASE: it must be the PostgreSQL database to move to, postgres://USER:PASSWORD@HOST/NAME");
  }
  const file = databaseFile(dataFolder);
  if (!(await isThere(file))) {
    return couldNot(`There is no ${file} (HALL_DATA), so there is nothing to carry over.`);
  }
  const kept = `${file}.moved-${new Date(clock()).toISOString().slice(0, 10)}`;
  if (await isThere(kept)) return couldNot(`${kept} is there already. Move it elsewhere, then do the same again.`);
  try {
    const moved = await moveToPostgres(file, database, kept);
    if (!moved.ok) return couldNot(refusedSentence(moved.error, file));
    const { rows } = moved.value;
    const all = Object.values(rows).reduce((sum, count) => sum + count, 0);
    return done(
      { rows, kept },
      `${all} rows in ${Object.keys(rows).length} tables are in the database now.\nFrom here on start the node with HALL_DATABASE. What it was before lies in ${kept}: keep it until the first backup of the database, then delete it, because the node's keys are in it.`,
    );
  } catch (error) {
    const code = postgresCodeIn(error);
    if (code === undefined) throw error;
    return couldNot(postgresSentence(code), `Nothing has changed: everything is in ${file}, as before.`);
  }
}

function refusedSentence(refusal: CopyRefused, file: string): string {
  return refusal.type === "in use"
    ? `${file} is in use: the node runs, or another command. End that first. Nothing has changed.`
    : `The database of HALL_DATABASE is not empty: there is something in its table ${refusal.table}. Choose one that is empty. Nothing has changed.`;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
