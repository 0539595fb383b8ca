/** What is needed of a `Temporal.Duration`, whichever implementation it comes from. */
export interface DurationLike {
  total(unit: "millisecond"): number;
}
