import type { Coins } from "../noise/coins.ts";
import type { Policy } from "./policy.ts";

const PARTS = 2 ** 20;

/**
 * Whether a case is held back for the coarsest levels (R7): drawn once, when it is verified, and kept in the sealed case.
 * Without it, to be released coarsely would mean to have a rare trade.
 */
export const isReserved = (coins: Coins, id: string, { reserve }: Policy): boolean =>
  coins(["reserve", id]).below(PARTS) < Math.ceil(reserve * PARTS);
