import { expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { everything } from "../testing/fixtures.ts";
import { memoryPorts } from "../testing/memory-ports.ts";

const PAGES = ["/", "/about", "/desk", "/desk/sign-in", "/no-such-page"];

async function told(origin: string, host: string): Promise<readonly (string | null)[]> {
  const { ports } = memoryPorts(everything);
  const web = createWeb({ ...ports, site: { ...ports.site, origin } });
  const answers = await Promise.all(PAGES.map(async (page) => web.request(`${origin}${page}`, { headers: { host } })));
  return answers.map(({ headers }) => headers.get("strict-transport-security"));
}

test("every page tells browsers to stay with TLS, the desk's too; not over Tor, nor where there is none", async () => {
  expect(await told("https://hall.example", "hall.example")).toEqual(PAGES.map(() => "max-age=31536000"));
  expect(await told("https://hall.example", "abc.onion")).toEqual(PAGES.map(() => null));
  expect(await told("http://localhost:8420", "localhost:8420")).toEqual(PAGES.map(() => null));
});
