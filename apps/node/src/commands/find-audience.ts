import { err, ok, type ActorId, type Audience, type Result } from "@commonhall/domain";
import { accountAddress, handleText } from "@commonhall/wire";
import type { AudienceFile } from "../files/audience.ts";
import type { FieldPath } from "../files/yaml-file.ts";
import { findAlliance } from "./find-alliance.ts";
import type { OpenHall } from "./hall-command.ts";

export interface AudienceNotFound {
  readonly path: FieldPath;
  readonly message: string;
}

/** The audience that a file names, with its allies and its alliance looked up among ours. */
export async function findAudience(hall: OpenHall, file: AudienceFile): Promise<Result<Audience, AudienceNotFound>> {
  switch (file.type) {
    case "public":
    case "allies":
      return ok({ type: file.type });
    case "alliance": {
      const alliance = await findAlliance(hall, file.name);
      if (alliance !== undefined) return ok({ type: "alliance", alliance });
      return err({ path: ["audience"], message: `\`${file.name}\` is no alliance of this node` });
    }
    case "named":
      return findAllies(hall, file.addresses);
  }
}

async function findAllies(
  { store }: OpenHall,
  addresses: readonly string[],
): Promise<Result<Audience, AudienceNotFound>> {
  const lines = await store.allyViews.list();
  const actors: ActorId[] = [];
  for (const [at, address] of addresses.entries()) {
    const account = accountAddress(address);
    const handle = account === undefined ? undefined : handleText(account);
    const line = lines.find(({ peer, handle: known }) => peer === address || known === handle);
    if (line === undefined) {
      const message = `\`${address}\` is no ally of this node; hall ally list shows them`;
      return err({ path: ["audience", at], message });
    }
    actors.push(line.peer);
  }
  return ok({ type: "named", actors: [...new Set(actors)] });
}
