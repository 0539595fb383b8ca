import type { Audience, SharedKind } from "@commonhall/domain";
import type { Visit } from "../desk/route.ts";
import { isolated } from "../layout/html.ts";
import { textFor } from "../words/reader.ts";

/** "all allies", "the alliance Gulf halls", "two allies by name". */
export async function audienceWords({ ports, reader }: Visit, audience: Audience): Promise<string> {
  const { words } = reader;
  switch (audience.type) {
    case "public":
      return words("desk.audience.said.public");
    case "allies":
      return words("desk.audience.said.allies");
    case "alliance": {
      const alliance = (await ports.audiences.alliances.list()).find(({ id }) => id === audience.alliance);
      const name =
        alliance === undefined ? audience.alliance : textFor(reader, alliance.standing.current.charter.name).text;
      return words("desk.audience.said.alliance", { name: isolated(name) });
    }
    case "named":
      return words("desk.audience.said.named", { count: audience.actors.length });
  }
}

/** The names of those who may read it now; undefined where that is everybody. */
export async function readerNames(
  { ports }: Pick<Visit, "ports">,
  audience: Audience,
  kind: SharedKind,
): Promise<readonly string[] | undefined> {
  const readers = await ports.audiences.readers(audience, kind);
  if (readers === "everybody") return undefined;
  const allies = new Map((await ports.audiences.allies.list()).map(({ peer, name }) => [peer, name]));
  return readers.map((reader) => allies.get(reader) ?? new URL(reader).host);
}
