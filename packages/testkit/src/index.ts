export * from "./http/local-server.ts";
