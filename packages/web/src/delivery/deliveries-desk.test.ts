import {
  CERTIFICATE_FAULTS,
  DAY,
  hostOf,
  MINUTE,
  type DeliveryError,
  type DeliveryLine,
  type DeliveryState,
} from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { Browser } from "../testing/browser.ts";
import { deskPorts } from "../testing/desk-ports.ts";
import { NOW } from "../testing/fixtures.ts";
import { readHtml } from "../testing/read-html.ts";
import { INTERFACE_LANGUAGES, wordsFor } from "../words/words.ts";
import { deliveryErrorText } from "./delivery-error.ts";

let made = 0;
const line = (host: string, state: DeliveryState, more: Partial<DeliveryLine> = {}): DeliveryLine => ({
  id: (made += 1),
  activity: "https://hall.example/activities/1",
  activityType: "Create",
  inbox: `https://${host}/inbox`,
  host: hostOf(`https://${host}`),
  state,
  attempts: 3,
  ...more,
});

async function page(
  deliveries: DeliveryLine[],
  silent: ReturnType<typeof deskPorts>["world"]["silent"] = [],
): Promise<string> {
  const { ports, world } = deskPorts();
  world.deliveries = deliveries;
  world.silent = silent;
  const browser = new Browser(createWeb(ports));
  await browser.signIn("mina");
  return readHtml((await browser.open("/desk/deliveries")).html).text.replaceAll(/\s+/g, " ");
}

describe("deliveries in plain words", () => {
  test("an empty queue says what will stand there", async () => {
    expect(await page([])).toContain("Nothing has been sent yet.");
  });

  test("a server that does not answer: how much waits, since when, and when it is tried again", async () => {
    const waiting = [1, 2, 3].map(() => line("hall.example", "waiting", { nextAt: NOW + 35 * MINUTE }));
    const breaker = { failures: 9, since: NOW - 3 * DAY, openUntil: NOW + 35 * MINUTE };
    const text = await page(waiting, [{ host: hostOf("https://hall.example"), breaker, waiting: 3 }]);
    expect(text).toContain(
      "3 messages for hall.example. It has not answered since Saturday 11:30. We try again: today 12:05.",
    );
    expect(text.match(/messages for hall\.example/g)).toHaveLength(1);
  });

  test("a server whose certificate has expired: that it is this, and whom to tell", async () => {
    const lastError: DeliveryError = { type: "certificate", fault: "expired" };
    const first = await page([line("old.example", "waiting", { nextAt: NOW + MINUTE, lastError })]);
    expect(first).toContain("One message for old.example. Its certificate has expired");
    const breaker = { failures: 9, since: NOW - 3 * DAY, openUntil: NOW + 35 * MINUTE };
    const silent = { host: hostOf("https://old.example"), breaker, waiting: 1, lastError };
    const later = await page([line("old.example", "waiting", { nextAt: NOW + MINUTE, lastError })], [silent]);
    expect(later).toMatch(
      /not answered since Saturday 11:30\. Its certificate has expired.*Tell them.*We try again: today 12:05/,
    );
    const failed = await page([
      line("old.example", "failed", { lastError }),
      line("old.example", "failed", { lastError: { type: "certificate", fault: "wrong name" } }),
    ]);
    expect(failed).toMatch(/One message for old\.example: Its certificate has expired/);
    expect(failed).toMatch(/One message for old\.example: It shows the certificate of another name/);
  });

  test("a server that was slow once: what happened, and when it is tried again", async () => {
    const text = await page([
      line("slow.example", "waiting", { nextAt: NOW + MINUTE, lastError: { type: "timeout" } }),
    ]);
    expect(text).toContain("One message for slow.example. It took too long to answer. We try again: today 11:31.");
  });

  test("what has failed: how many for whom, and why", async () => {
    const refused: DeliveryError = { type: "status", status: 403 };
    const text = await page([
      line("closed.example", "failed", { lastError: refused }),
      line("closed.example", "failed", { lastError: { type: "status", status: 401 } }),
      line("closed.example", "failed", { lastError: { type: "timeout" } }),
      line("gone.example", "gone", { lastError: { type: "status", status: 410 } }),
      line("fine.example", "done"),
    ]);
    expect(text).toContain("One message has arrived");
    expect(text).toContain("3 could not be handed over");
    expect(text).toContain("2 messages for closed.example: It does not take messages from this node (403).");
    expect(text).toContain("One message for closed.example: It took too long to answer.");
    expect(text).toContain("One message for gone.example: The account is not there (410).");
  });
});

describe("more than a page can hold", () => {
  test("is counted in full, and what is left out is said", async () => {
    const failed = Array.from({ length: 230 }, () =>
      line("closed.example", "failed", { lastError: { type: "timeout" } }),
    );
    const text = await page(failed);
    expect(text).toContain("230 could not be handed over");
    expect(text).toContain("And 30 more.");
  });
});

describe("every reason", () => {
  const ERRORS: Readonly<Record<DeliveryError["type"], DeliveryError>> = {
    status: { type: "status", status: 418 },
    timeout: { type: "timeout" },
    certificate: { type: "certificate", fault: "expired" },
    unreachable: { type: "unreachable", detail: "ECONNREFUSED" },
    "private address": { type: "private address", detail: "10.0.0.1" },
    "redirect refused": { type: "redirect refused", status: 301 },
    "refused domain": { type: "refused domain" },
    withdrawn: { type: "withdrawn" },
    "brought back": { type: "brought back" },
    "no key": { type: "no key" },
    "not approved": { type: "not approved" },
  };

  test.each(INTERFACE_LANGUAGES)("has its sentence in %s, without the words of machines", (language) => {
    const faults = CERTIFICATE_FAULTS.map((fault): DeliveryError => ({ type: "certificate", fault }));
    const said = Object.values({ ...ERRORS, certificate: faults })
      .flat()
      .map((error) => deliveryErrorText(wordsFor(language), error));
    expect(new Set(said).size).toBe(said.length);
    for (const sentence of said) expect(sentence).not.toMatch(/ECONN|10\.0|undefined|\{/);
  });
});
