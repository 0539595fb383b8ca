export { createWeb } from "./create-web.ts";
export type { WebLog, WebPorts } from "./ports.ts";
