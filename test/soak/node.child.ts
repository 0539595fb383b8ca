import { trusted, type Region, type Sector } from "@commonhall/domain";
import { startNode, type RunningNode } from "@commonhall/node";
import { ally, fakeClock } from "@commonhall/testkit";
import { campaignDraft, centreDraft, callDraft, FIRST_STAFF, PASSPHRASE, postDraft } from "@commonhall/testkit/network";
import type { Answer, Ask, Measured } from "./soaked-node.ts";

/**
 * A node in a process of its own that does what it is told, so that what it holds is told apart from what the test holds:
 * `node.child.ts FOLDER HOST:PORT TIME by-itself|by-word`. By word it lives by a clock that stands still until it is set.
 */
const [dataFolder = "", listen = "", start = "", how = "by-word"] = process.argv.slice(2);
const begun = Date.now();
const clock = fakeClock(Number(start));
const byItself = how === "by-itself";
const lines = new Map<string, number>();
const noted =
  (level: string) =>
  (line: string, facts: Readonly<Record<string, unknown>> = {}) => {
    // Of what is no error it is enough to know how often.
    const name = level === "error" ? `${level}: ${line} ${JSON.stringify(facts)}` : `${level}: ${line}`;
    lines.set(name, (lines.get(name) ?? 0) + 1);
  };
const node = await startNode({
  dataFolder,
  listen,
  clock: byItself ? () => Number(start) + Date.now() - begun : clock,
  works: byItself,
  random: Math.random,
  log: { info: noted("info"), warn: noted("warn"), error: noted("error") },
});
const { commands, follow } = node.federation;
const BY = "first";

const CODES = { regions: ["LB" as Region], sectors: ["isic4:T97" as Sector] };

async function act(ask: Ask): Promise<unknown> {
  switch (ask.do) {
    case "set up":
      // The form is there with the first who has keys.
      await node.vault.door.enrol({ id: "caseworker", roles: ["caseworker"] }, PASSPHRASE);
      return done(await commands.setUp(centreDraft("hall"), FIRST_STAFF)).id;
    case "meet":
      done(await follow.follow(ask.actor));
      return node.store.direct.allies.put(ally(trusted.actor(ask.actor), { state: "accepted" }));
    case "clock":
      return clock.set(ask.to);
    case "work":
      return node.federation.drain();
    case "sweep":
      await node.vault.sweep();
      return ask.everything ? node.store.sweep() : undefined;
    case "post":
      return done(await commands.publishPost({ ...postDraft(ask.text), ...CODES }, BY)).id;
    case "campaign":
      return done(await commands.publishCampaign(campaignDraft({ handle: ask.handle, ...CODES }), BY)).id;
    case "close":
      return done(
        await commands.closeCampaign(
          trusted.actor(ask.id),
          { outcome: "partly", changed: "Half of it was paid.", workersTold: true },
          BY,
        ),
      ).id;
    case "call":
      return done(await commands.publishCall(callDraft({ expires: ask.expires, ...CODES }), BY)).id;
    case "delete":
      return done(await commands.deletePublication(trusted.object(ask.id), BY)).id;
    case "measure":
      return measure(node);
    case "end":
      return node.close();
  }
}

async function measure({ store }: RunningNode): Promise<Measured> {
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const { waiting } = await store.deliveryViews.counts();
  const { ready } = await store.queue("tasks").getDepth();
  return {
    resident: rss,
    heap: heapUsed + external,
    waiting: { deliveries: waiting, arrivals: await store.inbox.depth(), tasks: ready ?? 0 },
    log: Object.fromEntries(lines),
  };
}

function done<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const answer = (said: Answer): void => void process.send?.(said);

process.on("message", (ask: Ask) => {
  act(ask).then(
    (value) => answer({ ok: true, value }),
    (error: unknown) => answer({ ok: false, error: String(error) }),
  );
});
answer({ ok: true, value: node.origin });
