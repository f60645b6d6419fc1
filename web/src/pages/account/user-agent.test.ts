import { expect, test } from "vitest";
import { describeUserAgent } from "./user-agent";

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

test.each([
  [CHROME, "Chrome on Linux"],
  [`${CHROME} Edg/140.0.0.0`, "Edge on Linux"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML) Version/18.0 Safari/605.1.15", "Safari on macOS"],
  ["Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"],
  ["quarterdeck/0.1 python-httpx", "quarterdeck/0.1 python-httpx"],
  ["", "Unknown program"],
])("%s is said as %s", (user_agent, said) => {
  expect(describeUserAgent(user_agent)).toBe(said);
});
