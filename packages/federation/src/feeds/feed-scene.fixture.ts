import { HOUR, trusted, type PublishRefused, type Result } from "@commonhall/domain";
import { followActivity, isJsonObject, undoActivity, type JsonObject } from "@commonhall/wire";
import { hall, type Hall, type HallOptions } from "../testing/hall.fixture.ts";
import { somebody, type NoteFields, type Said, type Somebody } from "../testing/somebody.fixture.ts";

/** Posts from construction in California, in whatever language. */
export const FEED = "us-ca.f.post.any";

export interface FeedScene extends AsyncDisposable {
  readonly here: Hall;
  /** Follows feeds, as somebody on any server of the fediverse does. */
  readonly reader: Somebody;
  /** A centre that our own follows. */
  readonly ally: Somebody;
  readonly feed: (name: string) => string;
  follows(name: string, by?: Somebody): Promise<void>;
  unfollows(name: string): Promise<void>;
  /** A post from construction in California, as other nodes of this network write it. */
  post(text: string, fields?: NoteFields): Said;
  /** What has left for the reader since the last time. */
  told(): Promise<readonly JsonObject[]>;
  /** The same in short: `Announce us.f.any.any https://…`. */
  toldInShort(): Promise<readonly string[]>;
  /** Texts of what stands in the outbox of a feed, newest first. */
  outbox(name: string): Promise<readonly string[]>;
  get(path: string): Promise<{ readonly status: number; readonly json: JsonObject }>;
}

export async function feedScene(options: HallOptions = {}): Promise<FeedScene> {
  const here = await hall(options);
  const reader = somebody("https://reader.example/users/reader", here.clock);
  const ally = somebody("https://ally.example/centres/ally", here.clock);
  await here.knows(reader.known);
  await here.knows(ally.known);
  await here.follows(ally.id);
  await here.store.direct.keys.put(ally.proofKey);
  let follows = 0;
  const feed = (name: string) => `${here.origin}/feeds/${name}`;
  const following = (name: string, by: Somebody) =>
    followActivity({
      id: trusted.activity(`${new URL(by.id).origin}/follows/${(follows += 1)}`),
      actor: by.id,
      object: trusted.actor(feed(name)),
    });

  const told = async () => {
    const all = { limit: 500, leaseFor: HOUR, perHost: 500, busy: new Map() };
    const found: JsonObject[] = [];
    for (;;) {
      const leased = await here.store.deliveries.lease(here.clock(), all);
      if (leased.length === 0) return found;
      for (const { inbox, document } of leased) if (inbox === reader.known.inbox) found.push(JSON.parse(document));
      const outcomes = leased.map(({ id }) => ({ id, type: "done" as const }));
      await here.store.deliveries.settle(here.clock(), outcomes, []);
    }
  };

  return {
    here,
    reader,
    ally,
    feed,
    async follows(name, by = reader) {
      await here.takesIn(following(name, by));
      await here.reads();
    },
    async unfollows(name) {
      const id = trusted.activity(`https://reader.example/undos/${(follows += 1)}`);
      const { id: _, ...follow } = following(name, reader);
      await here.takesIn(undoActivity({ id, actor: reader.id, to: [trusted.actor(feed(name))], activity: follow }));
      await here.reads();
    },
    post: (text, fields = {}) =>
      ally.note(text, {
        kind: "CampaignPost",
        contentMap: { en: `<p>${text}</p>` },
        regions: ["US-CA"],
        sectors: ["isic4:F41"],
        ...fields,
      }),
    told,
    toldInShort: async () =>
      (await told()).map(({ type, actor, object }) => {
        const about = isJsonObject(object) ? (object["object"] ?? object["id"]) : object;
        return [textIn(type), textIn(actor).slice(feed("").length), textIn(about)].join(" ");
      }),
    async outbox(name) {
      const found: string[] = [];
      let next: unknown = `${feed(name)}/outbox?page=first`;
      while (typeof next === "string") {
        const page = await shown(here, next);
        const items = page.json["orderedItems"];
        for (const item of Array.isArray(items) ? items : []) found.push(textOf(item));
        next = page.json["next"];
      }
      return found;
    },
    get: (path) => shown(here, `${here.origin}${path}`),
    [Symbol.asyncDispose]: () => here[Symbol.asyncDispose](),
  };
}

async function shown(here: Hall, url: string): Promise<{ readonly status: number; readonly json: JsonObject }> {
  const answer = await here.federation.documents(
    new Request(url, { headers: { accept: "application/activity+json" } }),
  );
  const text = (await answer?.text()) ?? "";
  const json: unknown = text.startsWith("{") ? JSON.parse(text) : {};
  return { status: answer?.status ?? 0, json: isJsonObject(json) ? json : {} };
}

export const textIn = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** The path at which something with an id is shown. */
export const pathOf = (item: unknown): string => new URL(isJsonObject(item) ? textIn(item["id"]) : "").pathname;

function textOf(item: unknown): string {
  const object = isJsonObject(item) ? item["object"] : undefined;
  const content = isJsonObject(object) ? object["content"] : undefined;
  return typeof content === "string" ? content.replaceAll(/<[^>]*>/g, "") : "";
}

export function done<T>(result: Result<T, PublishRefused>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
