import { connect } from "node:net";
import { resolve } from "node:path";
import { Option, type Command } from "commander";
import { dateOf } from "@commonhall/domain";
import { keepUntil, readHouse, writeHouse, type HouseRefused } from "../moving/house-file.ts";
import type { Listen, Settings } from "../settings.ts";
import { isServed } from "../serving-alone.ts";
import { siteElsewhere, siteFacts } from "../site.ts";
import { addCommand, print, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { couldNot, done, wrong, type Outcome } from "./outcome.ts";
import { startRefusedSentence } from "./refusals.ts";
import type { Signals } from "./serve.command.ts";

/** The node goes to another address, and the former one says so. docs/operators/move.md walks through it. */
export function addMoveCommands(program: Command, io: Io, signals: Signals, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "move <origin>",
    description:
      "gives the node another address for good, and writes the file that hall redirect shows at the former one",
    options: [
      new Option("--house <file>", "where that file is written; it may not be there yet"),
      new Option("--old-address-lost", "nothing can be shown at the former address any more"),
    ],
    run: move,
  });
  program
    .command("redirect <file>")
    .description("show at the former address where the node has gone, until told to end")
    .action(async (file: string) => exit(await redirect(io, signals, file)));
}

async function move(hall: OpenHall, { words: [word = ""], options, io }: Asked): Promise<Outcome> {
  const { readSettings } = await import("../settings.ts");
  const read = readSettings({ HALL_TEST_NETWORK: hall.settings.testNetwork ? "1" : "0", HALL_ORIGIN: word });
  if (!read.ok) return wrong(...read.error.map((sentence) => sentence.replace(/^HALL_ORIGIN/, "ORIGIN")));
  const origin = read.value.settings.origin ?? word;
  const isFormerGone = options["oldAddressLost"] === true;
  const given = options["house"];
  if (typeof given !== "string" && !isFormerGone)
    return wrong(
      "--house: say where the file for the former address is to be written, or --old-address-lost where nothing can be shown there any more",
    );
  if ((await isServed(hall.settings, hall.store)) || (await answers(hall.settings)))
    return couldNot(`The node is being served. Stop it first: it would go on under ${hall.site.origin}.`);
  const to = siteElsewhere(hall.site, origin, hall.clock());
  const { moving } = await hall.federation();
  const file = typeof given === "string" ? resolve(io.folders[0] ?? ".", given) : undefined;
  // Before anything is changed: afterwards the file could not be made again.
  const refused = file === undefined ? undefined : await cannotWrite(file);
  if (refused !== undefined) return refused;
  const moved = await moving.moveTo({ to, isFormerGone, settings: siteFacts(to) });
  if (!moved.ok) {
    return moved.error.type === "no centre yet"
      ? couldNot("There is no centre yet, so nothing has an address that would have to move. Set HALL_ORIGIN.")
      : wrong(`ORIGIN: the node is or was at ${moved.error.origin} already; use an address where it never was`);
  }
  if (file !== undefined) await writeHouse(file, moved.value);
  const until = dateOf(keepUntil(moved.value.left));
  const from = moved.value.origin;
  const json = { from, to: origin, ...(file === undefined ? {} : { house: file, until }) };
  return done(json, nextSteps(from, origin, file, until));
}

const nextSteps = (from: string, to: string, file: string | undefined, until: string): string =>
  [
    `The node is ${to} from now on.`,
    `1. Set HALL_ORIGIN=${to} and start the node. It tells everybody who follows.`,
    ...(file === undefined
      ? ["2. Those whose program does not believe a move without the former address have to follow anew by hand."]
      : [
          `2. Show at ${from} where it went, with hall redirect ${file}, until ${until} at least (docs/operators/move.md).`,
        ]),
    "3. Alliances, attestations, endorsements and campaigns that are run together did not come along. Offer them anew at the desk.",
  ].join("\n");

async function cannotWrite(file: string): Promise<Outcome | undefined> {
  const { open, rm } = await import("node:fs/promises");
  try {
    await (await open(file, "wx")).close();
    await rm(file);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return code === "EEXIST"
      ? wrong(`--house: ${file} is there already; name a file that is not`)
      : couldNot(`${file} (--house) cannot be written: ${code}. Nothing was changed.`);
  }
}

/** Whatever answers where the node listens stands in its place. */
const answers = ({ listen }: Pick<Settings, "listen">): Promise<boolean> =>
  new Promise((answer) => {
    const socket = connect(where(listen));
    const tell = (is: boolean) => {
      socket.destroy();
      answer(is);
    };
    socket.once("connect", () => tell(true));
    socket.once("error", () => tell(false));
  });

const where = (listen: Listen) =>
  listen.type === "unix" ? { path: listen.path } : { host: listen.host, port: listen.port };

async function redirect(io: Io, signals: Signals, name: string): Promise<number> {
  const { readSettings } = await import("../settings.ts");
  const read = readSettings(io.environment);
  if (!read.ok) return print(io, wrong(...read.error), false);
  const house = await readHouse(resolve(io.folders[0] ?? ".", name));
  if (!house.ok) return print(io, houseRefused(house.error), false);
  const ended = new Promise<void>((end) => signals.onEnd(end));
  const { serveFormer } = await import("../moving/serve-former.ts");
  const { lineLog } = await import("../log.ts");
  const server = await serveFormer(house.value, read.value.settings.listen, lineLog(io.err));
  if (!server.ok) return print(io, couldNot(startRefusedSentence(server.error)), false);
  const { origin, to, left } = house.value;
  io.out(`redirecting ${origin} to ${to}, until ${dateOf(keepUntil(left))} at least\n`);
  await ended;
  await server.value.close();
  return 0;
}

function houseRefused(refusal: HouseRefused): Outcome {
  return refusal.type === "unreadable"
    ? couldNot(`${refusal.file} cannot be read: ${refusal.detail}.`)
    : wrong(
        `${refusal.file}: this is no file that hall move wrote${refusal.field === "" ? "" : ` (${refusal.field})`}`,
      );
}
