import { readCentre } from "../files/centre-file.ts";
import { readYamlFile } from "../files/read-file.ts";
import { keepSite } from "../site.ts";
import { enrollingCommands } from "../vault/enrolling-staff.ts";
import { toStrength } from "../vault/strength.ts";
import { sealedRefusedSentence } from "./refusals.ts";
import type { Asked, OpenHall } from "./hall-command.ts";
import { couldNot, done, wrong, type Outcome } from "./outcome.ts";

export async function setUpFromFile(hall: OpenHall, { words: [name = ""], io }: Asked): Promise<Outcome> {
  const file = await readYamlFile(name, io.folders);
  if (!file.ok) return wrong(...file.error);
  const read = readCentre(file.value);
  if (!read.ok) return wrong(...read.error);
  const sealed = await hall.sealed();
  if (!sealed.ok) return couldNot(sealedRefusedSentence(sealed.error));
  const federation = await hall.federation();
  await keepSite(hall.store, hall.site);
  const commands = enrollingCommands(
    federation.commands,
    hall.store.staffDesk,
    sealed.value,
    toStrength(hall.store, hall.settings),
  );
  const made = await commands.setUp(read.value.centre, read.value.staff);
  if (made.ok) return done(made.value, `${made.value.handle} is set up: ${made.value.url}`);
  const refusal = made.error;
  if (refusal.type === "set up already") return couldNot("This node has a centre already.");
  if (refusal.type === "handle taken")
    return wrong(file.value.sentence(["handle"], "this handle is taken on this node; use another"));
  return wrong(file.value.sentence(["staff"], `this is not accepted: ${refusal.type}`));
}
