import type { ActorId, Rooms } from "@commonhall/domain";

/** Asks again who vouches for an actor, once, however often it is wanted. */
export const checkVouchingLater = ({ tasks }: Pick<Rooms, "tasks">, actor: ActorId): Promise<void> =>
  tasks.add({ type: "check vouching", actor }, { key: `check vouching ${actor}` });
