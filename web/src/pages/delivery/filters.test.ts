import { describe, expect, test } from "vitest";
import { readFilters, scopeOf, widened, withParams } from "./filters";

const NOW = Date.parse("2026-11-21T15:00:00Z");
const read = (address: string) => readFilters(new URLSearchParams(address), NOW);

describe("the address", () => {
  test("without filters asks for the last 90 days, today included, by week", () => {
    expect(read("")).toMatchObject({ range: "90d", from: "2026-08-24", to: "2026-11-21", granularity: "weekly" });
  });

  test("keeps a custom range, a repository and a granularity", () => {
    expect(read("from=2026-01-01&to=2026-03-31&repository=r1&granularity=daily")).toMatchObject({
      range: "custom",
      from: "2026-01-01",
      to: "2026-03-31",
      repository: "r1",
      granularity: "daily",
    });
  });

  test.each([
    ["range=7y"],
    ["range=toString"],
    ["from=2026-02-30&to=later"],
    ["from=2026-03-01&to=2026-02-01"],
    ["granularity=hourly"],
  ])("that is ill-formed (%s) falls back", (address) => {
    expect(read(address)).toEqual(read(""));
  });

  test.each([
    ["range=30d", "daily"],
    ["range=365d", "weekly"],
    ["from=2024-01-01&to=2026-01-01", "monthly"],
  ])("%s is cut %s", (address, granularity) => {
    expect(read(address).granularity).toBe(granularity);
  });

  test("changes in one place and keeps the rest", () => {
    const next = withParams(new URLSearchParams("range=30d&team=t1"), { team: undefined, repository: "r1" });

    expect(next.toString()).toBe("range=30d&repository=r1");
  });
});

test("the API is asked for the same days and scope", () => {
  expect(scopeOf(read("from=2026-02-01&to=2026-02-28&team=t1"))).toEqual({
    organization_id: undefined,
    team_id: "t1",
    repository_id: undefined,
    start_date: "2026-02-01",
    end_date: "2026-02-28",
    granularity: "daily",
  });
});

test("an empty period is widened to a year, then to ten, and no further", () => {
  const year = widened(read("range=30d"))!;
  const tenYears = widened(read("range=365d"))!;

  expect(year["range"]).toBe("365d");
  expect(tenYears).toMatchObject({ range: undefined, from: "2016-11-24", to: "2026-11-21" });
  expect(widened(read(`from=${tenYears["from"]}&to=${tenYears["to"]}`))).toBeNull();
});
