import { gridOf, trusted, type ActivityId, type ActorId, type Ally } from "@commonhall/domain";
import type { AllyOffer } from "@commonhall/wire";
import { expect, test } from "vitest";
import { beginHandling } from "../inbox/handling.ts";
import { hall, START } from "../testing/hall.fixture.ts";
import { onUndoAlly } from "./on-undo-ally.ts";

const PEER = trusted.actor("https://peer.example/centres/peer");
const THIRD = trusted.actor("https://third.example/centres/third");
const grid = gridOf(() => ({ send: true, accept: true, passOn: false }));

const offer = (subject: ActorId, object: ActorId): AllyOffer => ({
  type: "ally",
  id: trusted.activity(`${new URL(subject).origin}/activities/1`),
  relationship: trusted.object(`${new URL(subject).origin}/alliances/1`),
  subject,
  object,
  offered: START,
  terms: { grid },
});

const made = ({ id, relationship, offered, terms }: AllyOffer, offeredBy: Ally["offeredBy"]): Ally => ({
  peer: PEER,
  offer: id,
  relationship,
  offeredBy,
  offered,
  state: "accepted",
  terms,
  policy: grid,
  since: START,
  apart: false,
});

interface Undo {
  readonly by: ActorId;
  readonly of: AllyOffer;
  readonly named?: ActivityId;
}

// Reading refuses most of these before they come here. What ends trust between two does not rest on that alone.
test("an `Undo` of someone else's Offer changes nothing, whoever says it and whichever of the two had offered", async () => {
  await using here = await hall();
  const undoes = ({ by, of, named }: Undo) =>
    here.store.work.run(async (rooms) =>
      onUndoAlly(await beginHandling(here.ports, rooms, new Set()), {
        type: "Undo",
        id: trusted.activity(`${new URL(by).origin}/activities/9`),
        actor: by,
        object: { type: "Offer", offer: of, ...(named === undefined ? {} : { id: named }) },
        raw: {},
      }),
    );
  const stands = async () => (await here.store.direct.allies.with(PEER))?.state;
  for (const offeredBy of ["us", "them"] as const) {
    const of = offeredBy === "us" ? offer(here.centre, PEER) : offer(PEER, here.centre);
    await here.store.direct.allies.put(made(of, offeredBy));
    for (const named of [undefined, of.id]) {
      const undone = named === undefined ? { by: THIRD, of } : { by: THIRD, of, named };
      expect(await undoes(undone)).toMatchObject({ type: "ignored", why: "an offer is taken back by somebody else" });
      expect(await stands()).toBe("accepted");
      expect(await here.store.direct.allies.with(THIRD)).toBeUndefined();
    }
  }
  const theirs = offer(PEER, here.centre);
  expect(await undoes({ by: PEER, of: theirs, named: theirs.id })).toEqual({ type: "processed" });
  expect(await stands()).toBe("ended");
});
