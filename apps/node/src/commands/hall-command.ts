import { access } from "node:fs/promises";
import { userInfo } from "node:os";
import { Command, Option } from "commander";
import { languageTag, type Clock, type LanguageTag, type Result } from "@commonhall/domain";
import type { Federation } from "@commonhall/federation";
import type { Store } from "@commonhall/store";
import type { Vault } from "@commonhall/vault";
import type { Site } from "@commonhall/wire";
import { clockFrom } from "../clock.ts";
import { databaseFile } from "../data-folder.ts";
import { lineLog } from "../log.ts";
import type { Settings } from "../settings.ts";
import { resolveSite } from "../site.ts";
import type { SealedOptions, SealedRefused } from "../vault/open-sealed.ts";
import { couldNot, type Outcome, wrong } from "./outcome.ts";
import { dataRefusedSentence, siteRefusedSentence } from "./refusals.ts";
import { brokenSentence } from "./system-refusals.ts";

/** Where a command's words go, and where it looks. */
export interface Io {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder that names of files are meant from. */
  readonly folders: readonly string[];
  readonly out: (text: string) => void;
  /** Undefined where the output is a terminal: what somebody sent in may hold signs that steer it. */
  readonly outBytes?: (bytes: Uint8Array) => void;
  readonly err: (text: string) => void;
  /** All of standard input: where passphrases and confidential texts come from, because a command line is seen by everybody on the machine. */
  readonly input: () => Promise<string>;
}

/** A node's data, opened for one command, whether or not the node is being served. */
export interface OpenHall {
  readonly settings: Settings;
  readonly site: Site;
  readonly store: Store;
  readonly clock: Clock;
  /** Loaded and made when it is first asked for. */
  federation(): Promise<Federation>;
  /** Opened when it is first asked for, as it is asked for then. */
  sealed(how?: Pick<SealedOptions, "keyringIsLost">): Promise<Result<Vault, SealedRefused>>;
}

/** What stands on the command line after the command's name. */
export interface Asked {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  /** Of the texts in what is printed. */
  readonly language: LanguageTag | undefined;
  /** Who does it, for the log of a campaign. */
  readonly by: string;
  readonly io: Io;
}

interface Definition {
  /** `follow <address>`, as commander reads it. */
  readonly usage: string;
  readonly description: string;
  readonly options?: readonly Option[];
  /** Makes the data folder where there is none yet. */
  readonly begins?: boolean;
  /** Looks at how things lie before anything is opened. */
  before?(settings: Settings): Promise<void>;
  run(hall: OpenHall, asked: Asked): Promise<Outcome>;
}

/** What a command has before any data is opened. */
export interface BareHall {
  readonly settings: Settings;
  readonly clock: Clock;
  /** Does something with the node's data. */
  open(run: (hall: OpenHall) => Promise<Outcome>, options?: Pick<Definition, "begins" | "before">): Promise<Outcome>;
}

interface BareDefinition extends Omit<Definition, "run" | "begins" | "before"> {
  run(hall: BareHall, asked: Asked): Promise<Outcome>;
}

/** Adds a command that opens the data, does one thing, prints what became of it and ends. */
export function addCommand(program: Command, io: Io, exit: (code: number) => void, definition: Definition): void {
  addBareCommand(program, io, exit, {
    ...definition,
    run: (bare, asked) => bare.open((hall) => definition.run(hall, asked), definition),
  });
}

/** The same for one that decides by itself whether it opens the data. */
export function addBareCommand(
  program: Command,
  io: Io,
  exit: (code: number) => void,
  definition: BareDefinition,
): void {
  const command = program
    .command(definition.usage)
    .description(definition.description)
    .option("--json", "print exactly one JSON value")
    .option("--language <tag>", "language of the texts in what is printed")
    .option("--by <name>", "who does it, for the campaign's log", accountName());
  for (const option of definition.options ?? []) command.addOption(option);
  command.action(async () => {
    const options: Readonly<Record<string, unknown>> = command.opts();
    const outcome = await runCommand(io, definition, command.args, options);
    exit(print(io, outcome, options["json"] === true));
  });
}

async function runCommand(
  io: Io,
  definition: BareDefinition,
  words: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<Outcome> {
  const asked = typeof options["language"] === "string" ? options["language"] : undefined;
  const language = asked === undefined ? undefined : languageTag(asked);
  if (asked !== undefined && language === undefined) {
    return wrong(`--language: \`${asked}\` is not accepted; use a language as BCP 47 writes it (en, pt-BR, zh-Hans)`);
  }
  const { readSettings } = await import("../settings.ts");
  const read = readSettings(io.environment);
  if (!read.ok) return wrong(...read.error);
  const { settings, warnings } = read.value;
  for (const warning of warnings) io.err(`${warning}\n`);
  const clock = clockFrom(settings.now);
  const bare: BareHall = {
    settings,
    clock,
    open: (run, options = {}) => withData({ io, settings, clock, ...options }, run),
  };
  try {
    return await definition.run(bare, { words, options, language, io, by: String(options["by"]) });
  } catch (error) {
    const sentence = brokenSentence(error, settings);
    if (sentence === undefined) throw error;
    return couldNot(sentence);
  }
}

interface Opening extends Pick<Definition, "begins" | "before"> {
  readonly io: Io;
  readonly settings: Settings;
  readonly clock: Clock;
}

async function withData(opening: Opening, run: (hall: OpenHall) => Promise<Outcome>): Promise<Outcome> {
  const { io, settings, clock, begins = false } = opening;
  if (!begins && settings.database === undefined && !(await exists(databaseFile(settings.dataFolder)))) {
    return couldNot(
      `There is no node in ${settings.dataFolder} (HALL_DATA). Start one with hall serve, or set up its centre with hall setup FILE.yaml.`,
    );
  }
  await opening.before?.(settings);
  const { federationOver } = await import("../compose.ts");
  const { openData } = await import("../open-data.ts");
  const { pepperOf } = await import("../vault/pepper.ts");
  const pepper = pepperOf({ ...settings, log: lineLog(io.err) });
  const data = await openData(settings, clock, pepper);
  if (!data.ok) return couldNot(dataRefusedSentence(data.error));
  const store = data.value;
  let federation: Promise<Federation> | undefined;
  let sealed: Promise<Result<Vault, SealedRefused>> | undefined;
  try {
    const site = await resolveSite(store, settings);
    if (!site.ok) return couldNot(siteRefusedSentence(site.error));
    const open = () =>
      federationOver(store, { ...settings, site: site.value, clock, random: Math.random, log: lineLog(io.err) });
    const openVault = async (how: Pick<SealedOptions, "keyringIsLost">) => {
      const { openSealed } = await import("../vault/open-sealed.ts");
      const { strengthOf } = await import("../vault/strength.ts");
      return openSealed({
        ...settings,
        ...how,
        pepper,
        clock,
        log: lineLog(io.err),
        strength: () => strengthOf(store.settings),
      });
    };
    return await run({
      settings,
      site: site.value,
      store,
      clock,
      federation: () => (federation ??= open()),
      sealed: (how = {}) => (sealed ??= openVault(how)),
    });
  } finally {
    await (await federation)?.close();
    const vault = await sealed;
    if (vault?.ok === true) await vault.value.close();
    await store.close();
  }
}

/** Answers the code with which the program ends. */
export function print(io: Io, outcome: Outcome, json: boolean): number {
  if ("sentences" in outcome) io.err(outcome.sentences.map((sentence) => `${sentence}\n`).join(""));
  else if (!json && outcome.bytes !== undefined) io.outBytes?.(outcome.bytes);
  else if (json) io.out(`${JSON.stringify(outcome.json)}\n`);
  else if (outcome.text !== "") io.out(`${outcome.text}\n`);
  return outcome.exit;
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number that no account has.
    return "command line";
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
