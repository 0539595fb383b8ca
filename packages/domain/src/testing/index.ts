export * from "./charter-scene.ts";
export * from "./charter-parley.ts";
export * from "./sample-releases.ts";
