/*
 * For attacks on the engine with a rule of it switched off, to see that the rule is what holds them. No product code may
 * import this door (test/architecture/rules.ts).
 */
export { RULES, type Rules } from "../release/rules.ts";
export { simulateUnder } from "../simulate/simulate.ts";
