import { createPrivateKey } from "node:crypto";
import { digestOf, generateActorKeys, signRequest, type SigningKey } from "@commonhall/federation";
import type { Clock } from "@commonhall/domain";
import { startLocalServer, type LocalServer, type ReceivedRequest } from "../http/local-server.ts";

/** What one of the crowd got in its inbox. */
export interface Delivery {
  readonly member: number;
  readonly request: ReceivedRequest;
  readonly activity: Readonly<Record<string, unknown>>;
}

/**
 * Many followers on one server, as ordinary servers of the fediverse have them: each with an actor document and an
 * inbox of its own. They sign what they send, and keep every byte that they get.
 */
export interface Crowd extends AsyncDisposable {
  readonly server: LocalServer;
  readonly actors: readonly string[];
  /** In the order in which they came, for those that were answered 202. */
  readonly deliveries: readonly Delivery[];
  /** What inboxes answer from now on. 202 at first. */
  answer(status: number): void;
  /** All of them, or some, ask to follow. */
  follow(actor: string, members?: readonly number[]): Promise<readonly number[]>;
  /** One of them sends an activity to an inbox. Answers the status. */
  send(member: number, inbox: string, activity: Readonly<Record<string, unknown>>): Promise<number>;
}

export interface CrowdOptions {
  readonly clock: Clock;
  /** Each has `/users/N/inbox`; with this they share `/inbox`. */
  readonly shared?: boolean;
}

const CONTEXT = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"];

export async function crowd(size: number, { clock, shared = false }: CrowdOptions): Promise<Crowd> {
  const keys = await generateActorKeys();
  const privateKey = createPrivateKey(keys.rsaPrivate);
  const deliveries: Delivery[] = [];
  let status = 202;

  const server = await startLocalServer(
    (request, response) => {
      const [, member] = /^\/users\/(\d+)/.exec(request.path) ?? [];
      if (request.method === "POST") {
        if (status === 202)
          deliveries.push({ member: Number(member ?? -1), request, activity: JSON.parse(request.body) });
        response.writeHead(status).end();
      } else if (member === undefined) response.writeHead(404).end();
      else
        response
          .writeHead(200, { "content-type": "application/activity+json" })
          .end(JSON.stringify(actor(Number(member))));
    },
    { address: "127.0.0.1" },
  );

  const idOf = (member: number) => `${server.origin}/users/${member}`;
  const actor = (member: number) => ({
    "@context": CONTEXT,
    id: idOf(member),
    type: "Person",
    preferredUsername: `member${member}`,
    name: `Member ${member}`,
    inbox: `${idOf(member)}/inbox`,
    outbox: `${idOf(member)}/outbox`,
    ...(shared ? { endpoints: { sharedInbox: `${server.origin}/inbox` } } : {}),
    publicKey: { id: `${idOf(member)}#main-key`, owner: idOf(member), publicKeyPem: keys.rsaPublic },
  });

  const send = async (member: number, inbox: string, activity: Readonly<Record<string, unknown>>): Promise<number> => {
    const body = Buffer.from(JSON.stringify({ "@context": CONTEXT, actor: idOf(member), ...activity }));
    const key: SigningKey = { keyId: `${idOf(member)}#main-key`, privateKey };
    const url = new URL(inbox);
    const signed = await signRequest({ method: "POST", url, at: clock(), digest: digestOf(body) }, key, "cavage");
    const headers = { "content-type": "application/activity+json", ...signed };
    const answer = await fetch(url, { method: "POST", body, headers });
    await answer.arrayBuffer();
    return answer.status;
  };

  const members = Array.from({ length: size }, (_, member) => member);
  return {
    server,
    actors: members.map(idOf),
    deliveries,
    answer: (next) => {
      status = next;
    },
    send,
    follow: async (followed, chosen = members) => {
      const statuses: number[] = [];
      for (const member of chosen) {
        const activity = {
          id: `${idOf(member)}/follows/${encodeURIComponent(followed)}`,
          type: "Follow",
          object: followed,
        };
        statuses.push(await send(member, `${followed}/inbox`, activity));
      }
      return statuses;
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}
