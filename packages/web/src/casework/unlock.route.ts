import { NOT_FOUND, opens, refused, sends, type DeskRoute, type Draw, type Run, type Visit } from "../desk/route.ts";
import { ownPath } from "../desk/own-path.ts";
import { keptIn } from "../desk/sign-in.route.ts";
import type { CaseworkPorts } from "./ports.ts";
import { unlockRefusal, unlockSheet } from "./unlock-sheet.ts";
import { sayIn } from "./words/say.ts";

/** Opening and closing what is sealed to oneself. */
export const unlockRoutes: readonly DeskRoute[] = [
  opens("/unlock", "unlock the vault", (visit) => unlockPage(visit)),
  sends(
    "/unlock",
    "unlock the vault",
    (visit) => unlockPage(visit),
    (visit) => unlock(visit),
  ),
  sends(
    "/lock",
    "unlock the vault",
    (visit) => unlockPage(visit),
    (visit) => lock(visit),
  ),
];

const unlockPage: Draw = async (visit) =>
  visit.ports.casework === undefined ? NOT_FOUND : unlockSheet(visit, visit.ports.casework);

const unlock: Run = async (visit) => {
  const { ports, form, reader } = visit;
  if (ports.casework === undefined) return NOT_FOUND;
  const opened = await unlockOrMakeKeys(visit, ports.casework);
  if (!opened.ok) return refused({ field: "passphrase", message: unlockRefusal(sayIn(reader.language), opened.error) });
  const kept = keptIn(form);
  const keys = opened.value.token;
  ports.casework.vault.renewOldKeys(visit.session.staff.id, keys);
  return kept === undefined ? { type: "go", path: inFront(form.get("next")), keys } : { type: "resume", kept, keys };
};

/**
 * Somebody who has no keys yet, because they joined before there was a vault, gets them here. The passphrase that they
 * sign in with has to be the one that is typed, or whoever finds a desk left open could make keys in their name.
 */
async function unlockOrMakeKeys(
  { ports, session, form }: Visit,
  { vault }: CaseworkPorts,
): Promise<Awaited<ReturnType<CaseworkPorts["vault"]["unlock"]>>> {
  const { staff } = session;
  const passphrase = form.fields["passphrase"] ?? "";
  const opened = await vault.unlock(staff.id, passphrase);
  if (opened.ok || opened.error.type !== "no keys") return opened;
  const right = await ports.staffDesk.confirm(staff.id, passphrase);
  if (!right.ok) return right;
  await vault.enrol({ id: staff.id, roles: staff.roles }, passphrase);
  return vault.unlock(staff.id, passphrase);
}

const lock: Run = async ({ ports, keys }) => {
  await ports.casework?.vault.lock(keys);
  return { type: "go", path: "/desk", said: "keys-locked", keys: "" };
};

/** The page that asked for the passphrase, if it is a page. */
function inFront(next: string): string {
  const path = ownPath(next);
  return path === undefined || path.split("?")[0] === "/desk/unlock" ? "/desk" : path;
}
