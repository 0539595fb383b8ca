import { DAY, dateOf, type CharterDraft, type CharterHash, type ObjectId, type Result } from "@commonhall/domain";
import { network, texts, type TestNode } from "@commonhall/testkit/network";
import type { Figure } from "./figures.ts";

const MEMBERS = [3, 6, 12] as const;
const MOST_ROUNDS = 50;

/**
 * Rounds until every member of an alliance has the same charter in force, over real HTTP: once founded, when all sign at
 * the same time; and when one of them proposes a change that all the others sign at the same time. In a round each node
 * does all that it has to do, and sends all that it has to send.
 */
export async function benchCharters(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of MEMBERS) figures.push(...(await converge(count)));
  return figures;
}

async function converge(count: number): Promise<Figure[]> {
  await using net = await network(Array.from({ length: count }, (_, index) => `hall${index}`));
  const [first, ...others] = net.nodes as readonly [TestNode, ...TestNode[]];
  const { id } = done(await at(first).found(charter(net.nodes, "One", net.clock())));
  await net.settle();
  const founded = await allSign(net.nodes, others, id, 1);
  const { hash } = done(await at(first).propose(id, charter(net.nodes, "Other", net.clock())));
  await net.settle();
  const changed = await allSign(net.nodes, others, id, 2, hash);
  return [
    { name: `charter of ${count} members: founded everywhere after`, value: founded.rounds, unit: "rounds" },
    { name: `charter of ${count} members: changed everywhere after`, value: changed.rounds, unit: "rounds" },
    { name: `charter of ${count} members: change, on one machine`, value: changed.ms, unit: "ms" },
  ];
}

async function allSign(
  nodes: readonly TestNode[],
  signers: readonly TestNode[],
  id: ObjectId,
  version: number,
  hash?: CharterHash,
): Promise<{ readonly rounds: number; readonly ms: number }> {
  const started = performance.now();
  await Promise.all(signers.map(async (node) => done(await at(node).sign(id, hash))));
  for (let rounds = 1; rounds <= MOST_ROUNDS; rounds += 1) {
    await Promise.all(nodes.map((node) => node.running.federation.drain()));
    const held = await Promise.all(nodes.map((node) => inForce(node, id)));
    if (held.every((one) => one?.version === version && one.hash === held[0]?.hash)) {
      return { rounds, ms: performance.now() - started };
    }
  }
  throw new Error(`The members do not agree after ${MOST_ROUNDS} rounds`);
}

/** The charter that this node holds to be in force, once it is founded. */
async function inForce(node: TestNode, id: ObjectId) {
  const standing = (await node.running.store.allianceViews.get(id))?.standing;
  if (standing?.isFounded !== true) return undefined;
  return { hash: standing.current.hash, version: standing.current.charter.version };
}

const at = ({ running }: TestNode) => running.federation.alliances;

const charter = (members: readonly TestNode[], name: string, now: number): CharterDraft => ({
  name: texts(name),
  purpose: texts("To answer each other's calls."),
  public: false,
  terms: { kinds: { calls: { from: "all", passOn: false } } },
  until: dateOf(now + 365 * DAY),
  members: members.map(({ handle }) => handle),
});

function done<T>(answer: Result<T, unknown>): T {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}
