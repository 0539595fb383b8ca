import type { StaffMember } from "@commonhall/domain";
import type { VaultDesk } from "@commonhall/vault";
import { NOT_FOUND, refused, type Draw, type Elsewhere, type Run, type Sheet, type Visit } from "../desk/route.ts";
import { unlessBusy } from "./busy-sheet.ts";
import { unlockSheet } from "./unlock-sheet.ts";
import { sayIn, sayRichIn, type Say, type SayRich } from "./words/say.ts";

/** A visit of somebody whose keys are unlocked. */
export interface Inside {
  readonly visit: Visit;
  readonly desk: VaultDesk;
  readonly say: Say;
  readonly sayRich: SayRich;
  readonly staff: readonly StaffMember[];
}

/** A page for whoever has unlocked; everybody else is asked for the passphrase, and what they typed is carried along. */
export const insideDraws =
  (draw: (inside: Inside) => Promise<Sheet | Elsewhere>): Draw =>
  async (visit) => {
    const { casework } = visit.ports;
    if (casework === undefined) return NOT_FOUND;
    return unlessBusy(visit, async () => {
      const inside = await enterInside(visit);
      return inside === undefined ? unlockSheet(visit, casework) : draw(inside);
    });
  };

type Ran = Awaited<ReturnType<Run>>;

/** A form of such a page. Where the keys have closed meanwhile nothing is done, and the page asks for the passphrase. */
export const insideRuns =
  (run: (inside: Inside) => Promise<Ran>): Run =>
  (visit) =>
    unlessBusy(visit, async () => {
      const inside = await enterInside(visit);
      return inside === undefined ? refused() : run(inside);
    });

async function enterInside(visit: Visit): Promise<Inside | undefined> {
  const { ports, session, keys, reader } = visit;
  if (keys === "") return undefined;
  const desk = await ports.casework?.vault.desk(session.staff.id, keys);
  if (desk === undefined) return undefined;
  const staff = await ports.staffDesk.list();
  return { visit, desk, staff, say: sayIn(reader.language), sayRich: sayRichIn(reader.language) };
}

/** The login name of somebody of the staff; of somebody who has gone, nothing but that. */
export const nameOf = ({ staff, say }: Pick<Inside, "staff" | "say">, id: string): string =>
  staff.find((member) => member.id === id)?.name ?? say("somebody-gone");
