import { createPrivateKey } from "node:crypto";
import type { ObjectId } from "@commonhall/domain";
import { signRequest, type SigningKey } from "@commonhall/federation";
import { CALL_TAG } from "@commonhall/wire";
import { OWNERS, PAGES, PEOPLE, type Address, type List, type Owner, type PageOfMany, type Person } from "./table.ts";
import { TAG, toldOf, type Scene, type Subject } from "./scene.ts";

/** An answer as it came over the line: nothing of it may differ where nothing may be known. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}

interface Asked {
  readonly path: string;
  readonly method?: "HEAD";
  readonly headers?: Readonly<Record<string, string>>;
}

const DOCUMENT = { accept: "application/activity+json" };
const PAGE = { accept: "text/html" };
const NEVER = "0199f0aa-0000-7000-8000-00000000beef";
/** As long as the name, so that not even a length differs. */
const neverNamed = (name: string): string => "z".repeat(name.length);

/** What is asked at each address; nothing where there is no such thing. */
const ADDRESS: Record<Address, (subject: Subject, path: string, scene: Scene) => readonly Asked[]> = {
  "GET object": (_, path) => [{ path, headers: DOCUMENT }],
  "HEAD object": (_, path) => [{ path, method: "HEAD", headers: DOCUMENT }],
  "GET object that is known": (_, path) => [{ path, headers: { ...DOCUMENT, "if-none-match": "*" } }],
  "GET every activity of it": (subject, _, scene) => activities(scene, subject, (type) => type !== "Delete"),
  "GET what took it back": (subject, _, scene) => activities(scene, subject, (type) => type === "Delete"),
  "GET a need of it": (_, path) => [{ path: `${path}/needs/1`, headers: DOCUMENT }],
  "GET its pledges": (_, path) => [{ path: `${path}/pledges`, headers: DOCUMENT }],
  "GET its audience": (_, path) => [{ path: `${path}/audience`, headers: DOCUMENT }],
  "web page": (_, path) => [{ path, headers: PAGE }],
  "web page in another language": (_, path) => [{ path: `${path}?lang=es`, headers: PAGE }],
  "web page of a need": (_, path) => [{ path: `${path}/needs/1`, headers: PAGE }],
  WebFinger: ({ id }) => [{ path: `/.well-known/webfinger?resource=${encodeURIComponent(id)}` }],
};

const activities = ({ nodes }: Scene, subject: Subject, wanted: (type: string) => boolean): readonly Asked[] =>
  toldOf(nodes.hall, subject)
    .filter(({ type }) => wanted(type))
    .map((one) => ({ path: new URL(one.id).pathname, headers: DOCUMENT }));

const pathOf = (id: string): string => new URL(id).pathname;

const PAGE_AT: Record<PageOfMany, (scene: Scene) => Asked> = {
  "home page": () => ({ path: "/", headers: PAGE }),
  "centre page": ({ nodes }) => ({ path: pathOf(nodes.hall.id), headers: PAGE }),
  "campaigns page": () => ({ path: "/campaigns", headers: PAGE }),
  "campaign page": ({ campaign }) => ({ path: pathOf(campaign), headers: PAGE }),
  "page of a tag": () => ({ path: `/tags/${TAG}`, headers: PAGE }),
  "page of the tag of calls": () => ({ path: `/tags/${CALL_TAG}`, headers: PAGE }),
  "page of the alliance": ({ alliance }) => ({ path: alliance, headers: PAGE }),
  "alliance as atom": ({ alliance }) => ({ path: `${alliance}.atom` }),
  "alliance as json": ({ alliance }) => ({ path: `${alliance}.json` }),
  "page of bulletins": () => ({ path: "/bulletins", headers: PAGE }),
  "file of bulletins": () => ({ path: "/bulletins.csv" }),
  NodeInfo: () => ({ path: "/nodeinfo/2.1" }),
};

const OWNER: Record<Owner, (scene: Scene) => string> = {
  centre: ({ nodes }) => pathOf(nodes.hall.id),
  campaign: ({ campaign }) => pathOf(campaign),
  node: () => "/actor",
};

function listAt(scene: Scene, way: List): Asked {
  const page = PAGES.find((one) => one === way);
  if (page !== undefined) return PAGE_AT[page](scene);
  const owner = OWNERS.find((one) => way.startsWith(`${one} `));
  if (owner === undefined) throw new Error(`Nobody has ${way}`);
  const name = way.slice(owner.length + 1);
  const [, format] = /^as (\w+)$/.exec(name) ?? [];
  const path = OWNER[owner](scene);
  return format === undefined ? { path: `${path}/${name}`, headers: DOCUMENT } : { path: `${path}.${format}` };
}

export interface Asking {
  /** By everybody as whom the person can sign, each answer with the one for what never was. */
  at(person: Person, way: Address, subject: Subject): Promise<readonly Pair[]>;
  /** All pages of it, as one text for each signer. */
  list(person: Person, way: List): Promise<readonly string[]>;
}

export interface Pair {
  readonly answer: Answer;
  readonly never: Answer;
}

export async function asking(scene: Scene): Promise<Asking> {
  const signers = await signersOf(scene);
  const { origin } = scene.nodes.hall;
  const kept = new Map<string, Promise<Answer>>();
  // We send no HEAD ourselves, so `signRequest` has no type for it.
  const ask = async ({ path, method, headers = {} }: Asked, key: SigningKey | undefined): Promise<Answer> => {
    const url = new URL(path, origin);
    const request = { method: (method ?? "GET") as "GET", url, at: scene.net.clock() };
    const proof = key === undefined ? {} : await signRequest(request, key, "rfc9421");
    const response = await fetch(url, {
      method: method ?? "GET",
      redirect: "manual",
      headers: { ...headers, ...proof },
    });
    const told = [...response.headers].filter(([name]) => name !== "date").map(([name, value]) => `${name}: ${value}`);
    return { status: response.status, headers: told, body: await response.text() };
  };
  /** The same is asked once. */
  const once = (asked: Asked, key: SigningKey | undefined): Promise<Answer> => {
    const name = JSON.stringify([asked, key?.keyId]);
    const answer = kept.get(name) ?? ask(asked, key);
    kept.set(name, answer);
    return answer;
  };
  return {
    at: async (person, way, subject) => {
      const pairs: Pair[] = [];
      for (const key of signers[person]) {
        for (const asked of ADDRESS[way](subject, new URL(subject.id).pathname, scene)) {
          pairs.push({ answer: await once(asked, key), never: await once(neverWas(asked, subject.id), key) });
        }
      }
      return pairs;
    },
    list: async (person, way) => {
      const texts: string[] = [];
      for (const key of signers[person]) {
        let text = "";
        for (let next: Asked | undefined = listAt(scene, way); next !== undefined;) {
          const { body } = await once(next, key);
          text += body;
          next = pageAfter(body, next);
        }
        texts.push(text);
      }
      return texts;
    },
  };
}

/** The same question about what there never was. */
const neverWas = (asked: Asked, id: ObjectId): Asked => {
  const path = id.includes("/campaigns/")
    ? asked.path.replace(nameIn(id), neverNamed(nameIn(id)))
    : asked.path.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/, NEVER);
  return { ...asked, path };
};

/** Only the address that was asked for may be told back, in a redirection. */
export const isSameAnswer = ({ answer, never }: Pair, { id }: Subject): boolean => {
  const name = nameIn(id);
  const nothing = id.includes("/campaigns/") ? neverNamed(name) : NEVER;
  return JSON.stringify(answer).replaceAll(name, nothing) === JSON.stringify(never);
};

const nameIn = (id: ObjectId): string => new URL(id).pathname.split("/").at(-1) ?? "";

/** Collections say `first` and `next`; pages lead to older ones. */
function pageAfter(body: string, { path, headers = {} }: Asked): Asked | undefined {
  const [, first] = /"(?:first|next)":"([^"]+)"/.exec(body) ?? [];
  if (first !== undefined && body.startsWith("{") && /"type":"OrderedCollection(?:Page)?"/.test(body)) {
    const url = new URL(first);
    return { path: `${url.pathname}${url.search}`, headers };
  }
  const [, older] = /href="([^"]*[?&](?:amp;)?after=[^"]*)"/.exec(body) ?? [];
  if (older === undefined) return undefined;
  const url = new URL(older.replaceAll("&amp;", "&"), `http://hall${path}`);
  return { path: `${url.pathname}${url.search}`, headers };
}

/** A centre signs for itself, and its node for everybody who lives there. */
async function signersOf({ nodes }: Scene): Promise<Record<Person, readonly (SigningKey | undefined)[]>> {
  const all: Partial<Record<Person, readonly (SigningKey | undefined)[]>> = { anybody: [undefined] };
  for (const person of PEOPLE) {
    if (person === "anybody") continue;
    const { id, origin, running } = nodes[person];
    const actors = await Promise.all(
      [id, `${origin}/actor`].map((actor) => running.store.direct.localActors.get(actor as typeof id)),
    );
    all[person] = actors.map((actor) => {
      if (actor === undefined) throw new Error(`${person} has no keys`);
      return { keyId: `${actor.id}#main-key`, privateKey: createPrivateKey(actor.keys.rsaPrivate) };
    });
  }
  return all as Record<Person, readonly (SigningKey | undefined)[]>;
}
