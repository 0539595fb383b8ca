import type { Centre } from "@commonhall/domain";
import { readCentreChange } from "../files/centre-file.ts";
import type { YamlFile } from "../files/yaml-file.ts";
import type { OpenHall } from "./hall-command.ts";
import { couldNot, done, wrong, type Outcome } from "./outcome.ts";
import { NO_CENTRE } from "./refusals.ts";

/** Changes the centre, named by its handle, `@handle@host` or id, to what the file says. */
export async function updateCentreFromFile(
  hall: OpenHall,
  file: YamlFile,
  named: string,
  by: string,
): Promise<Outcome> {
  const centre = await hall.store.direct.centres.get();
  if (centre === undefined) return couldNot(NO_CENTRE);
  if (!namesOf(hall, centre).includes(named))
    return couldNot(`The centre of this node is ${centre.handle}, not ${named}.`);
  const read = readCentreChange(file);
  if (!read.ok) return wrong(...read.error);
  const { handle, ...change } = read.value;
  if (handle !== centre.handle) {
    const message = `others know the centre by its handle, so it stays; use ${centre.handle}`;
    return wrong(file.sentence(["handle"], message));
  }
  const { commands } = await hall.federation();
  const updated = await commands.updateCentre(change, by);
  if (updated.ok) return done(updated.value, `${centre.id} is updated.`);
  switch (updated.error.type) {
    case "no centre yet":
      return couldNot(NO_CENTRE);
    case "too large": {
      const { bytes, limit } = updated.error;
      const message = `the document would have ${bytes} bytes, and other nodes accept at most ${limit}; shorten its texts`;
      return wrong(file.sentence(["summary"], message));
    }
  }
}

const namesOf = ({ site }: OpenHall, { id, handle }: Centre): readonly string[] => [
  id,
  handle,
  `@${handle}@${site.handleHost}`,
];
