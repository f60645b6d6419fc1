import { expect, test } from "vitest";
import { sentence } from "./sentence";

test.each([
  ["repository.synced", { name: "backend" }, "Repository backend synced"],
  ["api_key.created", {}, "API key created"],
  ["sign_in_link.created", { name: 7 }, "Sign in link created"],
  ["job.succeeded", { kind: "sync" }, "Job succeeded"],
])("%s is said in words", (type, data, said) => {
  expect(sentence({ type, data })).toBe(said);
});
