/**
 * Whether a form was sent from a page of this node. Browsers say so in `Sec-Fetch-Site`; `Origin` cannot be asked,
 * because a page that hides its address (Referrer-Policy: no-referrer) sends `null`. A client that sends neither
 * holds no cookie that could be misused.
 */
export function isOwnForm(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  return site === null || site === "same-origin" || site === "none";
}
