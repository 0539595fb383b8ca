import { createPrivateKey } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { digestOf, generateActorKeys, signRequest, type SigningKey } from "@commonhall/federation";
import type { Clock } from "@commonhall/domain";
import { startLocalServer, type LocalServer, type ReceivedRequest } from "../http/local-server.ts";

export type Json = Readonly<Record<string, unknown>>;

/** What one of the crowd got in its inbox. */
export interface Delivery {
  readonly member: number;
  readonly request: ReceivedRequest;
  readonly activity: Json;
}

/**
 * Many actors on one server, as ordinary servers of the fediverse have them: each with an actor document and an inbox
 * of its own. They sign what they send, accept every follow, and keep every byte that they get.
 */
export interface Crowd extends AsyncDisposable {
  readonly server: LocalServer;
  readonly actors: readonly string[];
  /** In the order in which they came; only those that were answered 202. */
  readonly deliveries: readonly Delivery[];
  /** Deliveries of activities of this type, one list for each member. */
  got(type: string): readonly (readonly Delivery[])[];
  /** What inboxes answer from now on, if they answer. 202 at first. */
  answer(status: number | "never"): void;
  /** Resolves when this holds, looked at after every delivery. Rejects, with what came instead, when none came for a while. */
  until(holds: () => boolean): Promise<void>;
  /** All of them, or some, ask to follow. Answers the statuses of their requests. */
  follow(actor: string, members?: readonly number[]): Promise<readonly number[]>;
  /** One of them sends an activity to an inbox. Answers the status. */
  send(member: number, inbox: string, activity: Json): Promise<number>;
  /** A public post of one of them, as the activity that creates it. */
  post(member: number, name: string, text: string): Json & { readonly object: { readonly id: string } };
}

export interface CrowdOptions {
  readonly clock: Clock;
  /** Each has an inbox of its own; with this they are reached by one that they share. */
  readonly shared?: boolean;
  /** What the document of each says beside the rest. */
  readonly fields?: (id: string) => Json;
  /** What stands at an address, where it is no actor and no outbox. */
  readonly shows?: (path: string) => Json | undefined;
  /** They go along with a Move as Mastodon does: where the later actor names the former, its followers follow it. */
  readonly goesAlong?: boolean;
}

/** Far longer than any node takes, so that a test that waits in vain says for what. */
const SILENCE = 30_000;

const told = (deliveries: readonly Delivery[]): string => {
  const types = Map.groupBy(deliveries, ({ activity }) => String(activity["type"]));
  return [...types].map(([type, all]) => `${all.length} ${type}`).join(", ");
};

const CONTEXT = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"];
const PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

export async function crowd(
  size: number,
  { clock, shared = false, goesAlong = false, fields, shows }: CrowdOptions,
): Promise<Crowd> {
  const keys = await generateActorKeys();
  const privateKey = createPrivateKey(keys.rsaPrivate);
  const deliveries: Delivery[] = [];
  const arrivals = new EventEmitter().setMaxListeners(0);
  let status: number | "never" = 202;

  const server = await startLocalServer(
    (request, response) => {
      const [, digits] = /^\/users\/(\d+)/.exec(request.path) ?? [];
      const member = digits === undefined ? -1 : Number(digits);
      if (request.method === "POST") {
        if (status === "never") return;
        response.writeHead(status).end();
        if (status !== 202) return;
        const activity = JSON.parse(request.body) as Json;
        deliveries.push({ member, request, activity });
        if (activity["type"] === "Follow") void accept(member, activity);
        if (activity["type"] === "Move" && goesAlong) void goAlong(member, activity);
        arrivals.emit("delivery");
      } else if (member < 0) response.writeHead(404).end();
      else {
        const document =
          shows?.(request.path) ?? (request.path.endsWith("/outbox") ? emptyOutbox(member) : actor(member));
        response.writeHead(200, { "content-type": "application/activity+json" }).end(JSON.stringify(document));
      }
    },
    { address: "127.0.0.1" },
  );

  const idOf = (member: number) => `${server.origin}/users/${member}`;
  const emptyOutbox = (member: number) => ({
    "@context": CONTEXT,
    id: `${idOf(member)}/outbox`,
    type: "OrderedCollection",
    totalItems: 0,
    orderedItems: [],
  });
  const actor = (member: number) => ({
    "@context": CONTEXT,
    id: idOf(member),
    type: "Person",
    preferredUsername: `member${member}`,
    name: `Member ${member}`,
    inbox: `${idOf(member)}/inbox`,
    outbox: `${idOf(member)}/outbox`,
    ...(shared ? { endpoints: { sharedInbox: `${server.origin}/inbox` } } : {}),
    ...fields?.(idOf(member)),
    publicKey: { id: `${idOf(member)}#main-key`, owner: idOf(member), publicKeyPem: keys.rsaPublic },
  });

  const send = async (member: number, inbox: string, activity: Json): Promise<number> => {
    const body = Buffer.from(JSON.stringify({ "@context": CONTEXT, actor: idOf(member), ...activity }));
    const key: SigningKey = { keyId: `${idOf(member)}#main-key`, privateKey };
    const url = new URL(inbox);
    const signed = await signRequest({ method: "POST", url, at: clock(), digest: digestOf(body) }, key, "cavage");
    const headers = { "content-type": "application/activity+json", ...signed };
    const answer = await fetch(url, { method: "POST", body, headers });
    await answer.arrayBuffer();
    return answer.status;
  };
  const followOf = (member: number, followed: string) => ({
    id: `${idOf(member)}/follows/${encodeURIComponent(followed)}`,
    type: "Follow",
    actor: idOf(member),
    object: followed,
  });
  const accept = (member: number, follow: Json) =>
    send(member, `${String(follow["actor"])}/inbox`, {
      id: `${idOf(member)}/accepts/${encodeURIComponent(String(follow["id"]))}`,
      type: "Accept",
      object: follow["id"],
    });

  /** As Mastodon's `ActivityPub::Activity::Move` and the worker behind it do. */
  const goAlong = async (member: number, move: Json): Promise<void> => {
    const [former, later] = [String(move["object"]), String(move["target"])];
    const isTheirs = move["actor"] === former;
    const answer = await fetch(later, { headers: { accept: "application/activity+json" } });
    const { alsoKnownAs = [] } = (await answer.json()) as { readonly alsoKnownAs?: readonly string[] };
    if (!isTheirs || !alsoKnownAs.includes(former)) return;
    const again = followOf(member, later);
    await send(member, `${later}/inbox`, again);
    await send(member, `${former}/inbox`, { id: `${again.id}/undo`, type: "Undo", object: followOf(member, former) });
    arrivals.emit("delivery");
  };

  const members = Array.from({ length: size }, (_, member) => member);
  return {
    server,
    actors: members.map(idOf),
    deliveries,
    got: (type) =>
      members.map((member) => deliveries.filter((one) => one.member === member && one.activity["type"] === type)),
    answer: (next) => {
      status = next;
    },
    until: async (holds) => {
      while (!holds()) {
        const waiting = AbortSignal.timeout(SILENCE);
        await once(arrivals, "delivery", { signal: waiting }).catch(() => {
          throw new Error(`Nothing came for ${SILENCE / 1000} s. So far: ${told(deliveries)}`);
        });
      }
    },
    send,
    post: (member, name, text) => {
      const id = `${idOf(member)}/posts/${name}`;
      const [published, to] = [new Date(clock()).toISOString(), [PUBLIC]];
      const object = { id, type: "Note", attributedTo: idOf(member), content: text, published, to };
      return { id: `${id}#create`, type: "Create", published, to, object };
    },
    follow: async (followed, chosen = members) => {
      const statuses: number[] = [];
      for (const member of chosen) {
        statuses.push(await send(member, `${followed}/inbox`, followOf(member, followed)));
      }
      return statuses;
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}
