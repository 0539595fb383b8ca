import manifest from "../package.json" with { type: "json" };

/** What the node says of itself in its User-Agent, in NodeInfo and at `/about`. */
export const SOFTWARE = { name: "commonhall", version: manifest.version };
