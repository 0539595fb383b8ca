import { doorways } from "../desk/doorways.ts";
import { deskRoutes } from "../desk/routes.ts";

/** Every address that the desk answers at, as the router has it, below `/desk`. */
export const deskAddresses = (): readonly { readonly method: string; readonly path: string }[] =>
  [...doorways(deskRoutes()), ...deskRoutes()].map(({ method, path }) => ({ method, path }));
