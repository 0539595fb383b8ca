import { access, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import { Option, type Command } from "commander";
import { ownTemporaryFolder } from "../files/own-temporary-folder.ts";
import { siteFacts } from "../site.ts";
import { addCommand, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { couldNot, done, wrong, type Outcome } from "./outcome.ts";
import { sealedRefusedSentence } from "./refusals.ts";
import { archiveRefused, exportRefused, fillRefused } from "./export-refusals.ts";

/** What a centre has, in formats that other programs read too, and back into an empty node. */
export function addExportCommands(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "export <target>",
    description:
      "writes what this centre has published and whom it knows into a folder or a file NAME.tar, and its keys into a second file that a passphrase opens; the passphrase stands on standard input",
    run: exportTo,
  });
  addCommand(program, io, exit, {
    usage: "import <source>",
    description:
      "brings an export back into a node that has nothing yet; the passphrase of its keys stands on standard input",
    options: [new Option("--keys <file>", "the second file; beside the export, where nothing is said")],
    begins: true,
    run: importFrom,
  });
}

async function exportTo(hall: OpenHall, { words: [word = ""], io }: Asked): Promise<Outcome> {
  const { store, site } = hall;
  const centre = await store.direct.centres.get();
  if (centre === undefined) return couldNot("There is no centre yet, so there is nothing to export.");
  const { LEAST_PASSPHRASE, sealKeys } = await import("../exports/key-file.ts");
  const { writeExport } = await import("../exports/write-export.ts");
  const { packFolder } = await import("../exports/archive.ts");
  const target = resolve(io.folders[0] ?? ".", word);
  const keysFile = keysBeside(target);
  for (const path of [target, keysFile]) {
    if (await isThere(path)) return wrong(`TARGET: ${path} is there already; name one that is not`);
  }
  const passphrase = firstLine(await io.input());
  if (passphrase.length < LEAST_PASSPHRASE)
    return wrong(
      `The passphrase for the keys stands on standard input and has ${LEAST_PASSPHRASE} characters at least: whoever has the file can try as long as they like. Six random words are enough.`,
    );
  const isTar = target.endsWith(".tar");
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await using packing = isTar ? await ownTemporaryFolder(dirname(target), ".export") : undefined;
  const folder = packing?.path ?? target;
  if (!isTar) await mkdir(folder, { mode: 0o700 });
  const { counts, manifest } = await writeExport({ store, site, centre: centre.id, at: hall.clock() }, folder);
  if (isTar) await packFolder(folder, target);
  const keys = await store.exports.keys();
  await writeFile(keysFile, await sealKeys({ keys, manifest }, passphrase), { flag: "wx", mode: 0o600 });
  const { waiting } = await store.deliveryViews.counts();
  return done(
    { export: target, keys: keysFile, counts, waiting },
    [
      target,
      keysFile,
      "Keep the two apart. Neither holds cases, bulletins, staff or what others have sent: for these there is hall backup.",
      ...(waiting === 0 ? [] : [`${waiting} deliveries still wait and are not in it.`]),
    ].join("\n"),
  );
}

async function importFrom(hall: OpenHall, asked: Asked): Promise<Outcome> {
  const {
    words: [word = ""],
    io,
    options,
  } = asked;
  const source = resolve(io.folders[0] ?? ".", word);
  const given = options["keys"];
  const keysFile = typeof given === "string" ? resolve(io.folders[0] ?? ".", given) : keysBeside(source);
  for (const path of [source, keysFile]) {
    if (!(await isThere(path))) return wrong(`${path} is not there`);
  }
  if ((await hall.store.direct.centres.get()) !== undefined)
    return couldNot("This node has a centre already. An export is brought back into a node that has nothing yet.");
  if ((await stat(source)).isDirectory()) return fillFrom(hall, asked, source, keysFile);
  const { unpack } = await import("../exports/archive.ts");
  await using unpacked = await ownTemporaryFolder(tmpdir(), "hall-import");
  const read = await unpack(source, unpacked.path);
  if (!read.ok) return archiveRefused(source, read.error);
  return await fillFrom(hall, asked, unpacked.path, keysFile);
}

async function fillFrom(hall: OpenHall, { io, by }: Asked, folder: string, keysFile: string): Promise<Outcome> {
  const { checkExport, rowsIn } = await import("../exports/read-export.ts");
  const { openKeys } = await import("../exports/key-file.ts");
  const { store, settings } = hall;
  const opened = await openKeys(await readFile(keysFile, "utf8"), firstLine(await io.input()));
  if (!opened.ok)
    return opened.error === "wrong passphrase"
      ? wrong(`The passphrase does not open ${keysFile}, or somebody changed the file.`)
      : wrong(`${keysFile} is no file of keys that hall export wrote.`);
  const { keys, manifest } = opened.value;
  const checked = await checkExport(folder, manifest);
  if (!checked.ok) return exportRefused(checked.error);
  const { site, centre } = checked.value;
  const origin = settings.origin ?? site.origin;
  if (origin !== site.origin)
    return wrong(
      `This is the export of ${site.origin}, and HALL_ORIGIN says ${origin}. Others know its addresses for ever, so set HALL_ORIGIN=${site.origin}; to give the centre another address, use hall move afterwards.`,
    );
  // A node with a centre and no vault would take its folder for another machine's.
  const sealed = await hall.sealed();
  if (!sealed.ok) return couldNot(sealedRefusedSentence(sealed.error));
  const rows = rowsIn(folder, store.exports.tables, checked.value);
  const filled = await store.exports.bringIn({ rows, keys, settings: siteFacts(site) });
  if (!filled.ok) return fillRefused(filled.error);
  const invited = await store.staffDesk.invite({ roles: ["administrator", "editor"], note: "import" }, by);
  const url = invited.ok ? `${site.origin}/desk/join/${invited.value.code}` : undefined;
  return done(
    { centre, origin: site.origin, join: url },
    `${centre} is here. Nobody works here yet: open ${url ?? "the desk"} to choose a name and a passphrase, within seven days.`,
  );
}

/** `NAME.tar` → `NAME-keys.sealed` */
const keysBeside = (path: string): string => `${path.replace(/\.tar$/, "")}-keys.sealed`;
const firstLine = (text: string): string => text.split("\n", 1)[0]?.trim() ?? "";

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
