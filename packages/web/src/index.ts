export { createWeb } from "./create-web.ts";
export { whatBroke } from "./layout/what-broke.ts";
export type { WebLog, WebPorts } from "./ports.ts";
