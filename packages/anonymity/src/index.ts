export * from "./case.ts";
export * from "./simulate/audit-line.ts";
export { coinsFrom, type Coins } from "./noise/coins.ts";
export * from "./release/policy.ts";
export { isReserved } from "./release/reserve.ts";
export { releaseDay, type Candidate, type EngineProof, type ReleaseDayInput } from "./release/release-day.ts";
export { statTables, type Quarter, type QuarterInput } from "./statistics/stat-tables.ts";
export { simulate, simulateDays, type Simulated, type SimulatedDay, type Simulation } from "./simulate/simulate.ts";
