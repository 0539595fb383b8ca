import { DAY, hundredths, trusted, type ObjectId, type Result } from "@commonhall/domain";
import { network, START, texts, type Network, type TestNode } from "@commonhall/testkit/network";
import fc from "fast-check";
import { expect, test } from "vitest";
import { changedBetween, look } from "./outside/look.ts";
import { anySteps, DEEDS, LAST_DAY, secretLife, STORY } from "./outside/secret-life.ts";

const BY = "first";

function done<T>(result: Result<T, { readonly type: string }>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** A hall that says much to everybody, with an ally and two members of an alliance. */
async function scene() {
  const net = await network(["hall", "ally", "member"]);
  const { hall, ally, member } = net;
  await member.follows(hall);
  await hall.offersAlliance(ally);
  await net.settle();
  await ally.acceptsAlliance(hall);
  await net.settle();
  const alliance = await found(net, [hall, ally, member]);
  const { campaign } = await hall.publishes({ handle: "stage" });
  await hall.posts("To everybody", campaign);
  await hall.posts("Of the centre");
  const gone = await hall.posts("Gone by now", campaign);
  await hall.calls(campaign);
  const open = await hall.callsForHelp({ campaign, expires: START + 60 * DAY });
  const closed = await hall.callsForHelp({ text: texts("Over by now"), expires: START + 60 * DAY });
  await net.settle();
  await hall.deletes(gone.id);
  await ally.follows(hall);
  await net.settle();
  done(await hall.running.federation.commands.closeCall(closed.id, "met", texts("They are free."), BY));
  await member.running.federation.pledges.pledge(
    trusted.object(`${open.id}/needs/1`),
    { quantity: hundredths(100) },
    BY,
  );
  await net.settle();
  return { net, hall, ally, member, alliance, campaign, gone, closed };
}

async function found(net: Network, members: readonly TestNode[]): Promise<ObjectId> {
  const [first, ...others] = members;
  if (first === undefined) throw new Error("nobody");
  const all = { from: "all", passOn: false } as const;
  const { id } = done(
    await first.running.federation.alliances.found({
      name: texts("The harbour"),
      purpose: texts("To answer each other."),
      public: true,
      terms: { kinds: { calls: all, campaigns: all } },
      until: LAST_DAY,
      members: members.map(({ handle }) => handle),
    }),
  );
  await net.settle();
  for (const one of others) {
    done(await one.running.federation.alliances.sign(id));
    await net.settle();
  }
  return id;
}

test("whatever is done with what is not for everybody changes no byte that anybody outside can fetch", async () => {
  const { net, hall, ally, member, alliance, campaign, gone, closed } = await scene();
  await using _ = net;
  const life = secretLife(net, { hall, ally, alliance, campaign });
  const page = new URL(alliance).pathname;
  /** Who says it, and those who hear it: what they have heard shows nowhere either. */
  const lookAround = async () => {
    const [ours, ...theirs] = [hall, ally, member].map((node) => ["/actor", new URL(node.id).pathname]);
    const ofHall = await look(hall, [...(ours ?? []), new URL(campaign).pathname], [gone.id, closed.id, page]);
    const others = await Promise.all([ally, member].map((node, at) => look(node, theirs[at] ?? [], [page])));
    return new Map([...ofHall, ...others.flatMap((sight) => [...sight])]);
  };
  const before = await lookAround();
  for (const node of [hall, ally, member]) {
    expect(before.get(`text/html ${node.origin}${page}`), node.name).toContain("To everybody");
  }
  const nothing = await look(hall, [], [`${hall.origin}/posts/${NEVER}`, `${hall.origin}/calls/${NEVER}`]);
  await fc.assert(
    fc.asyncProperty(anySteps, async (steps) => {
      await life.live(steps);
      expect(changedBetween(before, await lookAround())).toEqual([]);
    }),
    // What has happened stays, so that a shorter story could not be told again.
    { numRuns: 12, endOnFailure: true, examples: [[STORY]] },
  );
  expect(DEEDS.filter((deed) => !life.done.has(deed))).toEqual([]);
  const secrets = await look(hall, [], life.addresses);
  const stranger = (id: string, accept: string): string | undefined => secrets.get(`${accept} ${id}`);
  for (const id of life.addresses) {
    const never = `${hall.origin}/${id.includes("/calls/") ? "calls" : "posts"}/${NEVER}`;
    if (!id.startsWith(hall.origin)) continue;
    for (const accept of ["text/html", "application/activity+json"]) {
      const name = new URL(id).pathname.split("/").at(-1) ?? "";
      expect(stranger(id, accept)?.replaceAll(name, NEVER)).toBe(nothing.get(`${accept} ${never}`));
    }
  }
}, 900_000);

const NEVER = "0199f0aa-0000-7000-8000-00000000beef";
