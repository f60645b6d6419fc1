import { afterEach, beforeEach, expect, test, vi } from "vitest";

const ROOT = "https://deck.example/deck";
const renewals = () => sent.filter((path) => path.endsWith("/auth/refresh")).length;

let sent: string[];
let isSignedIn: boolean;
let canRenew: boolean;

beforeEach(() => {
  [sent, isSignedIn, canRenew] = [[], false, true];
  vi.resetModules();
  vi.stubGlobal("document", { baseURI: `${ROOT}/console/` });
  vi.stubGlobal("navigator", {});
  const kept = new Map([["quarterdeck.remembered", "yes"]]);
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  vi.stubGlobal("fetch", async (target: Request | string) => {
    const url = typeof target === "string" ? target : target.url;
    sent.push(new URL(url).pathname);
    if (url.endsWith("/auth/refresh")) isSignedIn = canRenew;
    const text = typeof target === "string" ? "" : await target.text();
    return new Response(text, { status: isSignedIn ? 200 : 401 });
  });
});

afterEach(() => vi.unstubAllGlobals());

const load = async () => (await import("./session-refresh")).fetchWithRefresh;
const post = (path: string) => new Request(`${ROOT}/api/v1/${path}`, { method: "POST", body: "the body" });

test("a call whose session ran out is renewed once and sent again, body and all", async () => {
  const renewing = await load();

  const answer = await renewing(post("things"));

  expect([answer.status, await answer.text()]).toEqual([200, "the body"]);
  expect(sent).toEqual(["/deck/api/v1/things", "/deck/api/v1/auth/refresh", "/deck/api/v1/things"]);
});

test("calls that fail together are renewed by one request", async () => {
  const renewing = await load();

  await Promise.all([renewing(post("a")), renewing(post("b")), renewing(post("c"))]);

  expect(renewals()).toBe(1);
});

test("a renewal that is refused is not tried again", async () => {
  canRenew = false;
  const renewing = await load();

  expect((await renewing(post("a"))).status).toBe(401);
  await renewing(post("b"));

  expect(renewals()).toBe(1);
});

test("a wrong password asks for no renewal", async () => {
  const renewing = await load();

  expect((await renewing(post("auth/login"))).status).toBe(401);

  expect(renewals()).toBe(0);
});
