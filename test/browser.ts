import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";
import { expect } from "vitest";

/** Debian's browser. Tests never fetch one. */
const CHROMIUM = "/usr/bin/chromium";
const QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const FLAGS = ["--no-sandbox", ...QUIET, "--disable-component-update", "--disable-sync"];
/** Below the checkout, and not kept in it. */
const PICTURES = new URL("../test-results/pictures/", import.meta.url).pathname;

/** Why there is none, where there is none; on a build machine that is a failure and no reason to skip. */
export function whyNoBrowser(): string | undefined {
  if (existsSync(CHROMIUM)) return undefined;
  if (process.env["CI"] !== undefined) throw new Error(`${CHROMIUM} is not there, and a build must not go without it`);
  return `${CHROMIUM} is not there (Debian's package chromium)`;
}

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

/** 320 px is the narrowest phone; at 1280 everything has room. */
export const WIDTHS = [320, 1280] as const;

/**
 * Looks at the page as it stands, at both widths: nothing scrolls sideways, axe finds nothing against WCAG 2.2 AA,
 * nothing came from anywhere else. Leaves a picture of each.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  const before = page.viewportSize() ?? { width: 1280, height: 900 };
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`), fullPage: true });
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider, `${name} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
    expect(await violations(page), `${name} at ${width} px`).toEqual([]);
  }
  await page.setViewportSize(before);
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

async function violations(page: Page): Promise<readonly string[]> {
  // The page's own policy forbids scripts, as it should; axe is put in from outside of the page.
  await page.evaluate(axe.source);
  const result = await page.evaluate<AxeResult>(
    `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })`,
  );
  return result.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
