import { workersDoors } from "../vault/workers-doors.ts";
import { few, finding, notServed, well } from "./finding.ts";
import type { Check, CheckPorts } from "./ports.ts";
import type { Answered, Way } from "./ways.ts";

/** A page, and for whom it is: workers' pages and the desk have more to keep. */
interface Page {
  readonly path: string;
  readonly of: "everybody" | "workers" | "desk";
}

/** Looks at what browsers are told of each kind of page, on every way on which somebody can come. */
export const checkHeaders: Check = async ({ store, ways }: Pick<CheckPorts, "store" | "ways">) => {
  if (ways.length === 0) return notServed("headers");
  const door = await workersDoors(store.settings).get();
  const pages: readonly Page[] = [
    { path: "/", of: "everybody" },
    { path: "/about", of: "everybody" },
    { path: `/${door.path}`, of: "workers" },
    { path: `/${door.path}/code`, of: "workers" },
    { path: "/desk", of: "desk" },
    { path: "/desk/sign-in", of: "desk" },
  ];
  const faults = (await Promise.all(ways.flatMap((way) => pages.map((page) => faultsOf(way, page))))).flat();
  return faults.length === 0
    ? well("headers", `${pages.length} pages tell browsers to load, run, keep and frame nothing that they should not.`)
    : finding(
        "headers",
        `${few(faults)}.`,
        "Whatever stands before the node must hand its headers on as they are: take out header, cache and compression rules for it, as in deploy/Caddyfile.",
      );
};

async function faultsOf(way: Way, { path, of }: Page): Promise<string[]> {
  const answer = await way.ask(path, { "accept-encoding": "gzip, br, zstd" });
  if (answer === undefined) return [`${path} does not answer at the ${way.name}`];
  return [
    ...always(answer),
    ...(of === "everybody" ? noCookie(answer) : []),
    ...(of === "workers" ? workers(answer) : []),
    ...(of === "desk" ? notKept(answer) : []),
  ].map((fault) => `${path} at the ${way.name} ${fault}`);
}

function always({ headers }: Answered): string[] {
  const policy = headers["content-security-policy"] ?? "";
  const wanted = ["default-src 'none'", "frame-ancestors 'none'", "form-action", "base-uri 'none'"];
  const weakened = wanted.some((part) => !policy.includes(part)) || /unsafe-|\*|https?:/.test(policy);
  return [
    ...(weakened ? ["has a weakened Content-Security-Policy"] : []),
    ...(headers["x-content-type-options"] === "nosniff" ? [] : ["lacks X-Content-Type-Options"]),
    ...(/^(?:no-referrer|same-origin)$/.test(headers["referrer-policy"] ?? "") ? [] : ["lets referrers leave"]),
  ];
}

const noCookie = ({ headers }: Answered): string[] => (headers["set-cookie"] === undefined ? [] : ["sets a cookie"]);
const notKept = ({ headers }: Answered): string[] =>
  (headers["cache-control"] ?? "").includes("no-store") ? [] : ["may be kept by caches and browsers"];

/** Compressed lengths tell padded pages apart, and an entity tag or a date tells one visit from another. */
const workers = (answer: Answered): string[] => [
  ...noCookie(answer),
  ...notKept(answer),
  ...(answer.headers["content-encoding"] === undefined ? [] : ["is compressed"]),
  ...(answer.headers["etag"] === undefined && answer.headers["last-modified"] === undefined
    ? []
    : ["carries a tag that tells visits apart"]),
];
