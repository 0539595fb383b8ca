// Documents that leave.
export * from "./json.ts";
export * from "./addresses.ts";
export * from "./context.ts";
export * from "./keys.ts";
export * from "./proof.ts";
export * from "./seal.ts";
export * from "./mastodon-view.ts";
export * from "./text/html.ts";
export * from "./text/markdown.ts";
export * from "./activities/activities.ts";
export * from "./centres/centre-document.ts";
export * from "./centres/node-document.ts";
export * from "./campaigns/campaign-document.ts";
export * from "./campaigns/opening-post-document.ts";
export * from "./campaigns/post-document.ts";
export * from "./campaigns/action-document.ts";
export * from "./campaigns/action-announcement-document.ts";

// Documents that arrive.
export type * from "./inbound/types.ts";
