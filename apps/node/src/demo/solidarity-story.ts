import { z } from "zod";
import { dateOf, DAY } from "@commonhall/domain";
import type { DemoNode } from "./demo-node.ts";
import { arrived, made, published } from "./seen.ts";
import type { Nodes, Step } from "./story.ts";

const stateOf = z.object({ id: z.string(), state: z.string() });
const allies = z.array(stateOf.extend({ peer: z.string() }));
const charter = z.object({ id: z.string(), signatures: z.array(z.string()), state: z.string() });
const pledges = z.array(stateOf.extend({ from: z.string(), accepted: z.number().optional() }));

/** Three nodes become allies and found an alliance; one calls for help, and what is missing is pledged, accepted and met. */
export async function* solidarity(nodes: Nodes): AsyncGenerator<Step> {
  const { beirut, hongKong, federation } = nodes;
  for (const peer of [hongKong, federation]) yield* becomeAllies(beirut, peer);
  yield* foundAlliance([beirut, hongKong, federation]);
  yield* callAllies(nodes);
}

async function* becomeAllies(one: DemoNode, other: DemoNode): AsyncGenerator<Step> {
  await one.hall("ally", "offer", other.address);
  yield {
    told: `${one.part.name} offers ${other.part.name} to become allies`,
    seen: async () => ((await allyState(other, one)) === "received" ? "it waits there for a person" : undefined),
  };
  await other.hall("ally", "accept", one.address);
  yield {
    told: `${other.part.name} accepts`,
    seen: async () => {
      const states = [await allyState(one, other), await allyState(other, one)];
      return states.every((state) => state === "accepted") ? "both sides know" : undefined;
    },
  };
}

async function allyState(node: DemoNode, peer: DemoNode): Promise<string | undefined> {
  const all = allies.parse(await node.hall("ally", "list"));
  return all.find((one) => one.peer.startsWith(`${peer.origin}/`))?.state;
}

async function* foundAlliance([founder, ...others]: readonly [DemoNode, ...DemoNode[]]): AsyncGenerator<Step> {
  const members = [founder, ...others].map(({ address }) => address);
  const file = await founder.file("alliance.yaml", allianceFile(members));
  const { id } = charter.parse(await founder.hall("alliance", "found", file));
  const show = async (node: DemoNode) => charter.parse(await node.hall("alliance", "show", id));
  const known = async (node: DemoNode) => {
    const listed = z.array(z.object({ id: z.string() })).parse(await node.hall("alliance", "list"));
    return listed.some((one) => one.id === id);
  };
  yield {
    told: `${founder.part.name} founds an alliance of ${members.length}`,
    seen: async () =>
      (await Promise.all(others.map(known))).every(Boolean)
        ? "its charter lies before the others to be signed"
        : undefined,
  };
  for (const node of others) await node.hall("alliance", "sign", id);
  yield {
    told: "The others sign its charter",
    seen: async () => {
      const all = await Promise.all([founder, ...others].map(show));
      const isWhole = all.every(
        ({ signatures, state }) => signatures.length === members.length && state === "standing",
      );
      return isWhole ? `${members.length} signatures, on every node the same` : undefined;
    },
  };
}

async function* callAllies({ beirut, hongKong, federation, stranger }: Nodes): AsyncGenerator<Step> {
  const call = published.parse(await beirut.hall("publish", await beirut.file("call.yaml", callFile())));
  const need = `${call.id}/needs/1`;
  yield {
    told: "Beirut calls its allies: three lawyers are needed",
    seen: async () => {
      const both = await Promise.all([hongKong, federation].map((node) => arrived(node, "call")));
      return both.every((calls) => calls.some(({ id }) => id === call.id)) ? "on Hong Kong, Federation" : undefined;
    },
  };
  yield {
    told: "The stranger follows Beirut, and gets nothing of it",
    seen: async () => {
      const asked = await fetch(call.id, { headers: { accept: "application/activity+json" } });
      const got = (await arrived(stranger, "call")).length;
      return asked.status === 404 && got === 0 ? "nothing arrived there, and its address answers 404" : undefined;
    },
  };
  const offered = [await pledge(hongKong, need, "2"), await pledge(federation, need, "2")];
  const told = async () => pledges.parse(await beirut.hall("pledges", call.id));
  const from = async (node: DemoNode) => (await told()).find((one) => one.from.startsWith(`${node.origin}/`));
  yield {
    told: "Both pledge two lawyers",
    seen: async () => ((await told()).length === offered.length ? "four are offered for three" : undefined),
  };
  await beirut.hall("pledge", "accept", (await from(hongKong))?.id ?? "");
  await beirut.hall("pledge", "accept", (await from(federation))?.id ?? "", "--quantity", "1");
  yield {
    told: "Beirut accepts two of Hong Kong and one of Federation",
    seen: async () => {
      const own = await Promise.all([hongKong, federation].map((node) => ownPledge(node, call.id)));
      const said = own.map((one) => `${one?.state} ${one?.accepted}`);
      return said.join() === "accepted 2,accepted 1" ? "each sees its own" : undefined;
    },
  };
  made.parse(await beirut.hall("close", call.id, "--outcome", "met", "--text", "All three were there within an hour."));
  yield {
    told: "The call is met, and Beirut reports back",
    seen: async () => {
      const both = await Promise.all([hongKong, federation].map((node) => arrived(node, "call")));
      const isMet = both.every((calls) =>
        calls.some(({ id, object }) => id === call.id && object["callStatus"] === "met"),
      );
      return isMet ? "met, on both" : undefined;
    },
  };
}

const pledge = async (node: DemoNode, need: string, quantity: string): Promise<string> =>
  stateOf.parse(await node.hall("pledge", need, "--quantity", quantity)).id;

const ownPledge = async (node: DemoNode, call: string) =>
  pledges.parse(await node.hall("pledges", call)).find((one) => one.from.startsWith(`${node.origin}/`));

const allianceFile = (members: readonly string[]): string => `kind: alliance
name: { en: Domestic workers across the sea, ar: عاملات المنازل عبر البحر }
purpose: { en: To stand by each other when somebody is arrested., ar: أن نقف معًا عندما يُعتقل أحد. }
terms: [calls, bulletins]
until: ${dateOf(Date.now() + 365 * DAY)}
members: [${members.map((address) => JSON.stringify(address)).join(", ")}]
`;

const callFile = (): string => `kind: call
campaign: wages-now
urgency: immediate
text: { en: Three of us were taken to the station this morning., ar: اقتيدت ثلاث منا إلى المخفر صباح اليوم. }
expires: ${dateOf(Date.now() + 7 * DAY)}T20:00:00Z
needs:
  - { name: { en: Lawyers at the station, ar: محامون في المخفر }, type: legal, quantity: 3 }
audience: allies
consent: { asked: ${dateOf(Date.now())}, language: ar, how: in person }
`;
