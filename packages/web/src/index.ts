export { createWeb } from "./create-web.ts";
export { whatBroke } from "./layout/what-broke.ts";
export type { WebLog, WebPorts } from "./ports.ts";
export { FEED_FORMATS, type FeedFormat } from "./feeds/feeds.ts";
