import { styleSheet } from "../layout/asset.ts";

/**
 * A sheet of its own, so that the first page and its sheet stay under 16 KiB. It is kept for an hour and no longer: a
 * borrowed phone need not remember it.
 */
export const intakeStyle = styleSheet("plain", [
  new URL("../layout/style/tokens.css", import.meta.url),
  new URL("./style/intake.css", import.meta.url),
]);
export const KEPT_FOR_AN_HOUR = "private, max-age=3600";
