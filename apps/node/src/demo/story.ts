import { resolve } from "node:path";
import type { Kind } from "@commonhall/domain";
import { action, CAMPAIGN, post, type CAST } from "./cast.ts";
import type { DemoNode } from "./demo-node.ts";
import { feeds } from "./feed-story.ts";
import { solidarity } from "./solidarity-story.ts";
import { releaseDay } from "./release-story.ts";
import { report } from "./report-story.ts";
import {
  arrived,
  calendarHas,
  count,
  hasFollower,
  isFollowing,
  languagesIn,
  made,
  nextWeek,
  ownCalendar,
  published,
  type Seen,
} from "./seen.ts";

export type Nodes = Readonly<Record<keyof typeof CAST, DemoNode>>;

/** One thing that happens. `seen` looks on the other side, and says in a few words what is there. */
export interface Step {
  readonly told: string;
  readonly seen: () => Promise<string | undefined>;
}

const EXAMPLES = resolve(import.meta.dirname, "../../../../docs/examples");

/** The whole story, step by step; each is told before the next begins. */
export async function* story(nodes: Nodes): AsyncGenerator<Step> {
  const { beirut, hongKong, federation, stranger } = nodes;
  yield* setUp(nodes);
  yield* follow([
    [federation, beirut],
    [federation, hongKong],
  ]);
  yield* feeds(nodes);
  yield* follow([
    [beirut, hongKong],
    [hongKong, beirut],
    [stranger, beirut],
    [stranger, hongKong],
  ]);
  yield* campaign(nodes);
  yield* solidarity(nodes);
  yield* report(nodes.beirut);
  yield* history(
    nodes,
    nodes.hongKong,
    [nodes.beirut, nodes.federation, nodes.stranger],
    "jaba-garmindo",
    "jaba-garmindo",
  );
  yield* history(nodes, nodes.beirut, [nodes.hongKong, nodes.federation, nodes.stranger], "spain-c189", "convenio189");
  // Last, because it takes the nodes some weeks ahead.
  yield* releaseDay(nodes);
}

async function* setUp(nodes: Nodes): AsyncGenerator<Step> {
  for (const node of Object.values(nodes)) {
    const { part, origin } = node;
    await node.hall("setup", await node.file("centre.yaml", part.centre));
    yield {
      told: `${part.name} is set up from a file`,
      seen: async () => {
        const found = await fetch(`${origin}/.well-known/webfinger?resource=acct:${node.address.slice(1)}`);
        const page = await fetch(`${origin}/`);
        return found.ok && page.ok ? `${node.address} is found by WebFinger, and its page opens` : undefined;
      },
    };
  }
}

/** The first of each pair follows the second. */
async function* follow(pairs: readonly (readonly [follower: DemoNode, followed: DemoNode])[]): AsyncGenerator<Step> {
  for (const [follower, followed] of pairs) {
    await follower.hall("follow", followed.address);
    yield {
      told: `${follower.part.name} follows ${followed.part.name}`,
      seen: async () => {
        const both = (await isFollowing(follower, followed.address)) && (await hasFollower(followed, follower.address));
        return both ? "accepted, and both sides know" : undefined;
      },
    };
  }
}

async function* campaign(nodes: Nodes): AsyncGenerator<Step> {
  const { beirut } = nodes;
  const others = [nodes.hongKong, nodes.federation, nodes.stranger];
  const opened = published.parse(await beirut.hall("publish", await beirut.file("campaign.yaml", CAMPAIGN)));
  yield everywhere("Beirut publishes a campaign", others, "campaign", opened.id, describeCampaign);
  const text = post("The agency has met us.", "لقد قابلتنا الوكالة.");
  const told = published.parse(await beirut.hall("publish", await beirut.file("post.yaml", text)));
  yield everywhere(
    "Beirut tells of it",
    others,
    "post",
    told.id,
    ({ object, text }) => `${languagesIn(object).join(", ")}: ${firstSentence(text)}`,
  );
  const changed = post("The agency has met us and will pay.", "لقد قابلتنا الوكالة وستدفع.");
  made.parse(await beirut.hall("update", told.id, await beirut.file("post.yaml", changed)));
  yield everywhere("Beirut changes what it told", others, "post", told.id, ({ text }) =>
    text.includes("will pay") ? firstSentence(text) : undefined,
  );
  const day = nextWeek();
  const rally = published.parse(
    await beirut.hall("publish", await beirut.file("action.yaml", action(day, ["10:00", "12:00"]))),
  );
  yield everywhere("Beirut calls for a rally", others, "action", rally.id, ({ object }) => string(object["startTime"]));
  yield inOwnCalendars("Each follower has the rally in its own calendar", others, `${day}T100000`);
  made.parse(await beirut.hall("update", rally.id, await beirut.file("action.yaml", action(day, ["11:00", "13:00"]))));
  yield inOwnCalendars("Beirut moves the rally by an hour, and the calendars follow", others, `${day}T110000`);
  made.parse(await beirut.hall("delete", told.id));
  yield {
    told: "Beirut deletes what it told",
    seen: async () => {
      const all = await Promise.all(others.map((node) => arrived(node, "post")));
      return all.flat().every(({ id }) => id !== told.id) ? "gone from all three" : undefined;
    },
  };
}

/** A campaign of the public record, from the files in the documentation. */
async function* history(
  nodes: Nodes,
  by: DemoNode,
  others: readonly DemoNode[],
  folder: string,
  handle: string,
): AsyncGenerator<Step> {
  const file = (name: string) => resolve(EXAMPLES, folder, `${name}.yaml`);
  const opened = published.parse(await by.hall("publish", file("campaign")));
  yield everywhere(
    `${by.part.name} publishes ${handle}, a campaign of the public record`,
    others,
    "campaign",
    opened.id,
    describeCampaign,
  );
  const address = `@${handle}@${new URL(by.origin).host}`;
  await nodes.federation.hall("follow", address);
  yield {
    told: `Federation follows the campaign itself, ${address}`,
    seen: async () => ((await isFollowing(nodes.federation, address)) ? "accepted" : undefined),
  };
  const told = published.parse(await by.hall("publish", file("post")));
  yield everywhere(`${by.part.name} tells of it`, others, "post", told.id, ({ object }) =>
    languagesIn(object).join(", "),
  );
  const evening = published.parse(await by.hall("publish", file("action")));
  yield everywhere(`${by.part.name} invites to an evening about it`, others, "action", evening.id, ({ object }) =>
    string(object["startTime"]),
  );
  yield {
    told: "The evening is in the campaign's calendar, to which anybody may subscribe",
    seen: async () => ((await calendarHas(`${opened.url}.ics`, evening.id)) ? `${opened.url}.ics` : undefined),
  };
  made.parse(await by.hall("update", opened.id, file("campaign-update")));
  yield everywhere(`${by.part.name} adds a language to the campaign`, others, "campaign", opened.id, (line) =>
    languagesIn(line.object).length === 4 ? describeCampaign(line) : undefined,
  );
}

const describeCampaign = ({ object }: Seen): string | undefined => {
  const languages = languagesIn(object);
  const [targets, demands] = [count(object["targets"]), count(object["demands"])];
  return languages.length > 1 && targets > 0 && demands > 0
    ? `${languages.join(", ")}; targets: ${targets}, demands: ${demands}`
    : undefined;
};

/** Something has arrived on all of the others, and each shows it as `describe` wants to see it. */
function everywhere(
  told: string,
  others: readonly DemoNode[],
  kind: Kind,
  id: string,
  describe: (line: Seen) => string | undefined,
): Step {
  return {
    told,
    seen: async () => {
      const seen: string[] = [];
      for (const node of others) {
        const line = (await arrived(node, kind)).find((one) => one.id === id);
        const described = line === undefined ? undefined : describe(line);
        if (described === undefined) return undefined;
        seen.push(described);
      }
      return `on ${namesOf(others)}: ${seen[0] ?? ""}`;
    },
  };
}

function inOwnCalendars(told: string, others: readonly DemoNode[], time: string): Step {
  return {
    told,
    seen: async () => {
      const look = async (node: DemoNode) => calendarHas(await ownCalendar(node), "Rally before the ministry", time);
      return (await Promise.all(others.map(look))).every(Boolean) ? `on ${namesOf(others)}: ${time}` : undefined;
    },
  };
}

const namesOf = (nodes: readonly DemoNode[]): string => nodes.map(({ part }) => part.name).join(", ");

const string = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Below a text stand its tags, its languages and its campaign. */
const firstSentence = (text: string): string => text.split(".", 1)[0] ?? "";
