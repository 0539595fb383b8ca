export { SOURCE_PATH } from "./about/about.page.ts";
export { createWeb } from "./create-web.ts";
export { digestLetter, endUrl, nameIn, questionLetter, type Letter } from "./digests/letters.ts";
export { refuse } from "./layout/refuse.ts";
export type { WebLog, WebPorts } from "./ports.ts";
export { FEED_FORMATS, type FeedFormat } from "./feeds/feeds.ts";
export { watchLetter } from "./watching/watch-letter.ts";
