/** A coded record waits for its release no longer than this after the case was verified, and a consent lasts as long (anonymity.md 3.6, 4.3). */
export const CODED_FOR_MONTHS = 14;
