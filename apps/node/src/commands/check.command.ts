import { setTimeout } from "node:timers/promises";
import { Option, type Command } from "commander";
import { resolve } from "node:path";
import { whatPostgresWrites } from "@commonhall/store";
import { readModes, type FileMode } from "../check/file-modes.ts";
import type { Finding } from "../check/finding.ts";
import { readListening } from "../check/listening-sockets.ts";
import { logPlaces } from "../check/log-places.ts";
import { runChecks } from "../check/run-checks.ts";
import { waysTo } from "../check/ways.ts";
import { addCommand, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { couldNot, done, found, type Outcome } from "./outcome.ts";
import { sealedRefusedSentence } from "./refusals.ts";

/** Attacks its own node, and says what it found (row O4). */
export function addCheck(program: Command, io: Io, exit: (code: number) => void): void {
  let modes: readonly FileMode[] = [];
  addCommand(program, io, exit, {
    usage: "check",
    description: "attacks this node as strangers, neighbours on the machine and thieves would, and says what to do",
    options: [new Option("--log <file...>", "files that may hold a log of visits")],
    before: async (settings) => {
      modes = await readModes(settings);
    },
    run: (hall, asked) => check(hall, asked, modes),
  });
}

/** What a log writes may be on its way for a moment. */
const SETTLE = 1000;

async function check(hall: OpenHall, { options, io }: Asked, modes: readonly FileMode[]): Promise<Outcome> {
  const opened = await hall.sealed();
  if (!opened.ok) return couldNot(sealedRefusedSentence(opened.error));
  const named: unknown[] = Array.isArray(options["log"]) ? options["log"] : [];
  const files = named.map((file) => resolve(io.folders[0] ?? ".", String(file)));
  const { settings, site, store, clock } = hall;
  const { database } = settings;
  const findings = await runChecks({
    settings,
    site,
    store,
    clock,
    vault: opened.value,
    federation: await hall.federation(),
    ways: await waysTo(site, settings.listen),
    modes,
    logs: logPlaces({ files, settle: () => setTimeout(SETTLE), now: Date.now }),
    listening: () => readListening(),
    databaseWrites: database === undefined ? undefined : () => whatPostgresWrites(database),
  });
  const bad = findings.filter(({ result }) => result === "finding").length;
  const json = { findings: bad, checks: findings.map(({ todo = null, ...rest }) => ({ ...rest, todo })) };
  const undone = findings.filter(({ result }) => result === "not done").length;
  const text = [...findings.map(lineOf), summary(bad, undone)].join("\n");
  return bad === 0 ? done(json, text) : found(json, text);
}

const MARKS = { well: "well    ", finding: "FINDING ", advice: "advice  ", "not done": "not done" } as const;

const lineOf = ({ check: name, result, says, todo }: Finding): string =>
  `${MARKS[result]}  ${name}: ${says}${todo === undefined ? "" : `\n          → ${todo}`}`;

const summary = (bad: number, undone: number): string => {
  const well =
    bad === 0
      ? "Nothing was found that harms anybody"
      : `${bad} ${bad === 1 ? "finding" : "findings"}: see what to do behind each arrow`;
  return undone === 0 ? `${well}.` : `${well}. Not everything could be tried: ${undone} not done.`;
};
