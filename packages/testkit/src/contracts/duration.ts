/** As much of a `Temporal.Duration` as a store asks for. */
export const duration = (milliseconds: number) => ({ total: (_unit: "millisecond"): number => milliseconds });
