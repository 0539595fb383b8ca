/** Who may import whom (docs/ARCHITECTURE.md). What is not listed is not allowed. */
export interface FloorRule {
  /** Other floors, by the last part of their name. */
  readonly floors: readonly string[];
  /** Packages from outside; a name that ends in `/` stands for its whole scope. */
  readonly outside: readonly string[];
  /** Modules of Node itself, without `node:`. */
  readonly builtins: readonly string[];
}

const PURE_HELP = ["buffer", "path", "url", "util"];
const DISK = ["fs", "fs/promises"];
/** What opens a socket. */
const NETWORK = ["dns", "dns/promises", "http", "https", "net", "tls"];

export const FLOORS: Readonly<Record<string, FloorRule>> = {
  domain: { floors: [], outside: ["cldr-subdivisions-full"], builtins: [] },
  anonymity: { floors: ["domain"], outside: [], builtins: ["crypto"] },
  wire: {
    floors: ["domain"],
    outside: [
      "@date-fns/tz",
      "canonicalize",
      "fast-xml-builder",
      "ical-generator",
      "jose",
      "markdown-it",
      "htmlparser2",
      "sanitize-html",
      "timezones-ical-library",
      "zod",
    ],
    builtins: ["crypto", "util"],
  },
  store: {
    floors: ["domain"],
    outside: ["better-sqlite3", "kysely", "otpauth", "pg"],
    builtins: [...PURE_HELP, ...DISK, "async_hooks", "crypto", "os", "timers/promises"],
  },
  vault: {
    floors: ["domain", "anonymity"],
    outside: [
      "any-ascii",
      "better-sqlite3",
      // What two people sign has to be the same bytes wherever it is written (RFC 8785).
      "canonicalize",
      "jose",
      "kysely",
      "shamir-secret-sharing",
      "sharp",
      "zod",
    ],
    builtins: [...PURE_HELP, ...DISK, "child_process", "crypto", "zlib"],
  },
  federation: {
    floors: ["domain", "wire"],
    outside: ["@fedify/", "ipaddr.js", "structured-headers", "undici", "zod"],
    builtins: [...PURE_HELP, ...NETWORK, "crypto", "events", "stream", "timers/promises"],
  },
  web: {
    floors: ["domain", "anonymity", "wire", "vault"],
    outside: [
      "@fastify/busboy",
      "csv-stringify",
      "d3-geo",
      "hono",
      "intl-messageformat",
      "iso-3166",
      "topojson-client",
      "uqr",
      "world-atlas",
      "zod",
    ],
    builtins: [...PURE_HELP, ...DISK, "crypto", "stream"],
  },
  testkit: {
    floors: ["domain", "anonymity", "wire", "store", "vault", "federation", "web", "node"],
    outside: ["vitest", "fast-check", "smtp-server", "undici"],
    builtins: ["*"],
  },
  node: {
    floors: ["domain", "anonymity", "wire", "store", "vault", "federation", "web"],
    outside: ["@hono/node-server", "commander", "hono", "nodemailer", "prom-client", "tar-stream", "yaml", "zod"],
    builtins: ["*"],
  },
  test: { floors: ["*"], outside: ["*"], builtins: ["*"] },
};

/** Floors from which nothing may lead to the vault, however many steps away: a sealed word cannot come near the network. */
export const WITHOUT_A_DOOR_TO_THE_VAULT = ["domain", "wire", "store", "federation"];

/** Nor does the vault lead to these: what has a socket, a public table or a document for others stays out of its sight. */
export const OUT_OF_THE_VAULTS_SIGHT = ["wire", "store", "federation", "web", "node"];

/** Within a floor, what only these folders and files may import. */
export const ROOMS: readonly {
  readonly floor: string;
  readonly imports: string;
  readonly only: readonly string[];
  readonly why: string;
}[] = [
  { floor: "federation", imports: "@fedify/", only: ["fedify/"], why: "Fedify stays behind one door" },
  { floor: "federation", imports: "undici", only: ["http/"], why: "only the HTTP client sends" },
  { floor: "federation", imports: "node:http", only: [], why: "only the HTTP client sends" },
  { floor: "federation", imports: "node:https", only: [], why: "only the HTTP client sends" },
  { floor: "federation", imports: "node:net", only: ["http/"], why: "only the HTTP client sends" },
  { floor: "node", imports: "nodemailer", only: ["mail/"], why: "every mail leaves by one room" },
  { floor: "node", imports: "tar-stream", only: ["exports/"], why: "archives of strangers are opened in one room" },
  { floor: "node", imports: "prom-client", only: ["watching/"], why: "figures are given out by one room" },
  {
    floor: "web",
    imports: "@commonhall/vault",
    only: ["intake/", "casework/", "release/"],
    why: "pages for everybody cannot name a report",
  },
  ...["vault", "web", "node"].map((floor) => ({
    floor,
    imports: "@commonhall/anonymity/testing",
    only: [],
    why: "only a test may switch a rule off",
  })),
];

/** Words that product code of the floors below the composition root does not use, and what to use in their stead. */
export const FORBIDDEN_WORDS: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  { pattern: /\bDate\.now\(/, instead: "the injected clock" },
  { pattern: /\bnew Date\(\)/, instead: "the injected clock" },
  { pattern: /\bMath\.random\(/, instead: "the injected random" },
  { pattern: /(?<![.\w])fetch\(/, instead: "the HTTP client of federation" },
  { pattern: /\bcreateRequire\b|(?<![.\w])require\(/, instead: "import" },
];

/** Files of tests share a process, so what one of them leaves behind would be there in those after it. */
export const FORBIDDEN_IN_TESTS: typeof FORBIDDEN_WORDS = [
  { pattern: /\bvi\.(?:mock|doMock|stubGlobal|stubEnv)\(/, instead: "replaceBuiltin, or what is given as a parameter" },
];

export const LONGEST_FILE = 400;
