import { ally, RELEASE_DAY, saysBulletin, saysNothing, saysTable } from "@commonhall/testkit";
import type { TestNode } from "@commonhall/testkit/network";
import {
  answerOf,
  asks,
  letsOut,
  manyBulletins,
  nobodyAsks,
  releaseNetwork,
  takesBack,
  type Answer,
} from "../../release-days.ts";
import type { Outcome } from "../bulletins/outcome.ts";
import { stranger, type Stranger } from "../stranger.ts";

/**
 * A8: on a release day somebody who never was an ally, and somebody who was one, ask for everything that is for allies:
 * unsigned, signed as themselves, in the name of an ally. They follow, in their own name and an ally's, and wait for what
 * comes to their inbox. How many of their tries answer otherwise than for something that never was? What an ally can do
 * with what is theirs by right, forged, replayed and altered, stands in `bulletins.test.ts`.
 */
export async function allies(): Promise<readonly Outcome[]> {
  const [never, former] = [await attempts("never"), await attempts("ended")];
  return [
    {
      attack: "A8",
      metric: "answers and deliveries from which a stranger or former ally learns",
      pass: { most: 0 },
      moonshot: { most: 0 },
      measured: never.learnt + former.learnt,
      beside: `${never.tried + former.tried} tries: objects, activities, lists, by three ways each, and what came by itself`,
    },
  ];
}

interface Attempts {
  readonly tried: number;
  readonly learnt: number;
}

export async function attempts(standing: "never" | "ended" | "accepted"): Promise<Attempts> {
  await using it = await releaseNetwork(["beirut", "hongKong"]);
  const { net, beirut, hongKong } = it;
  await using them = await stranger(net.clock);
  net.clock.set(RELEASE_DAY);
  await beirut.offersAlliance(hongKong);
  await net.settle();
  await hongKong.acceptsAlliance(beirut);
  await follows(them, beirut, hongKong);
  await net.settle();
  if (standing !== "never")
    await beirut.running.store.direct.allies.put(ally(them.actor, { state: standing, since: net.clock() }));
  const said = [...manyBulletins(3), saysBulletin({ sector: "fishing" }), saysTable(), saysNothing()];
  const released: string[] = [...(await letsOut(it, beirut, ...said))];
  const waiting = (await beirut.running.store.deliveryViews.lines(undefined, 20)).map(({ activity }) => activity);
  await net.settle();
  const [first] = said;
  if (first !== undefined) await takesBack(it, beirut, first);
  await net.settle();
  const never = await nobodyAsks(`${beirut.origin}/bulletins/5d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c11`);
  const isNothing = ({ status, body }: Answer): boolean => status === never.status && body === never.body;
  const answers: Answer[] = [];
  for (const url of new Set([...released.slice(1), ...waiting, `${beirut.id}/withdrawn`])) {
    answers.push(await nobodyAsks(url));
    answers.push(await answerOf(await them.gets(url)));
    answers.push(await answerOf(await them.gets(url, { keyId: `${hongKong.id}#main-key` })));
  }
  const came = them.server.requests.filter(({ method, body }) => method === "POST" && body.includes("/bulletins/"));
  // To somebody who may, the same address answers: otherwise nothing would be shown by silence.
  const [, known = ""] = released;
  if (isNothing(await asks(net, hongKong, known))) throw new Error("Not even an ally is answered");
  return {
    tried: answers.length + 1,
    learnt: answers.filter((answer) => !isNothing(answer)).length + came.length,
  };
}

/** In their own name and in that of an ally. */
async function follows(them: Stranger, node: TestNode, other: TestNode): Promise<void> {
  for (const actor of [them.id, other.id]) {
    const { origin } = new URL(actor);
    const follow = { id: `${origin}/follows/1`, type: "Follow", actor, object: node.id } as const;
    const context = { "@context": "https://www.w3.org/ns/activitystreams" };
    await them.sends(node, { ...context, ...follow }, { keyId: `${actor}#main-key` });
  }
}
