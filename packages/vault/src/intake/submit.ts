import { prepareCase, keepCase } from "../cases/new-case.ts";
import type { Report } from "../cases/told.ts";
import type { Core } from "../core.ts";
import type { FileSealer } from "../files/ports.ts";
import { isLockedDown } from "../erasure/lock-down.ts";
import { currentRoster, readRosters } from "../keys/roster-shelf.ts";
import { membersWith } from "../keys/roster.ts";
import { codeKeys } from "../receipts/code-keys.ts";
import { newReceiptCode } from "../receipts/receipt-code.ts";
import { keepReceipt } from "../receipts/receipt-rows.ts";
import type { Gate } from "../gate.ts";
import type { Intake, Intakes, SubmitOptions } from "./ports.ts";

export interface SubmitPorts {
  readonly core: Core;
  readonly files: FileSealer;
  /** Turns for what takes much memory. */
  readonly turn: Gate;
}

export const intakes = (ports: SubmitPorts): Intakes => ({
  isOpen: async () => {
    const rosters = await readRosters(ports.core);
    const roster = rosters.ok ? rosters.value.current?.roster : undefined;
    const somebody = roster !== undefined && membersWith(roster, "caseworker").length > 0;
    return somebody && !(await isLockedDown(ports.core));
  },
  submit: (intake, how) => submit(ports, intake, how),
});

async function submit(
  { core, files, turn }: SubmitPorts,
  intake: Intake,
  how: SubmitOptions,
): ReturnType<Intakes["submit"]> {
  const roster = await currentRoster(core);
  if (roster === undefined || (await isLockedDown(core)))
    throw new Error("There is nobody to whom a report could be sealed");
  const code = how.code === "wanted" ? newReceiptCode() : undefined;
  const keys = code === undefined ? undefined : await turn(() => codeKeys(core, code));
  if (keys === "busy") return "busy";
  const sealed = await files.seal(intake.files);
  const { files: _files, ...answers } = intake;
  const report: Report = {
    type: "report",
    at: core.clock(),
    channel: how.channel,
    ...answers,
    happened: [...answers.happened],
    consents: [...answers.consents],
    files: sealed.files.map((file) => ({ ...file, chunks: [...file.chunks] })),
    receipt: keys === undefined ? null : { lookup: keys.lookup, key: keys.pair.public },
  };
  const prepared = await prepareCase(core, roster, how.quarantined ? "quarantined" : "unverified", report);
  await keepCase(core, prepared, sealed.chunks, async (db) => {
    if (keys !== undefined) await keepReceipt(core, db, keys.lookup, prepared.id);
  });
  return code === undefined ? {} : { code };
}
