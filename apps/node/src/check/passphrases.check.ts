import type { StaffDraft } from "@commonhall/domain";
import { LEAST_STRETCHING } from "@commonhall/vault";
import { few, finding, well } from "./finding.ts";
import type { Check, CheckPorts } from "./ports.ts";

/** As people choose them where nobody stops them. */
const WEAK: readonly (readonly [name: string, passphrase: string])[] = [
  ["ana", ""],
  ["ana", "password"],
  ["ana", "workers2026"],
  ["ana", "fifteen letters"],
  ["solidarity.for.ever", "solidarity.for.ever"],
  ["solidarity.for.ever", "Solidarity.For.Ever"],
];
const FIT = "a passphrase of six or more words";

/** Tries to get weak passphrases past the node, and looks how much work a guess costs whoever has the disk. */
export const checkPassphrases: Check = async ({ store }: Pick<CheckPorts, "store">) => {
  const taken: string[] = [];
  for (const [name, passphrase] of WEAK) {
    const made = await store.staffDesk.prepare([draft(name, passphrase)]);
    if (made.ok) taken.push(`“${passphrase}”`);
  }
  if (taken.length > 0) {
    return finding(
      "passphrases",
      `The node would take ${few(taken)} as a passphrase.`,
      "This version is broken: stop the node and write to whoever made it.",
    );
  }
  const kept = await store.settings.get("argon2id");
  const made = await store.staffDesk.prepare([draft("ana", FIT)]);
  const [, memory = "0", passes = "0"] =
    /\$argon2id\$v=19\$m=(\d+),t=(\d+),/.exec(made.ok ? (made.value[0]?.secret ?? "") : "") ?? [];
  const { kibibytes, passes: least } = LEAST_STRETCHING;
  const isWeak = Number(memory) < kibibytes || Number(passes) < least;
  if (isWeak || (kept !== undefined && !(Number(kept) >= kibibytes))) {
    return finding(
      "passphrases",
      `Guessing a passphrase costs less than it should: ${isWeak ? memory : kept} KiB, where ${kibibytes} are the least.`,
      "Somebody changed the database. Take the machine off the network and restore from a backup.",
    );
  }
  return well(
    "passphrases",
    `Weak passphrases are refused, and each guess costs ${Math.round(Number(memory) / 1024)} MiB and ${passes} passes.`,
  );
};

const draft = (name: string, passphrase: string): StaffDraft => ({ name, roles: ["editor"], passphrase });
