// Keeps of the server's OpenAPI document what the console calls:
//   quarterdeck openapi | npm --prefix web run api
// A route that the console does not call may change without touching the client.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const SOURCES = new URL("../src/api/", import.meta.url);
const KEPT = new URL("../openapi.json", import.meta.url);

const whole = JSON.parse(readFileSync(0, "utf8"));
const sources = readdirSync(SOURCES).filter((name) => /(?<!\.d|\.test)\.ts$/.test(name));
const called = new Set(
  sources.flatMap((name) => readFileSync(new URL(name, SOURCES), "utf8").match(/\/api\/v1\/[\w/{}-]+/g) ?? []),
);

const paths = Object.fromEntries(
  [...called].sort().map((path) => {
    if (!(path in whole.paths)) throw new Error(`The server has no ${path}`);
    return [path, whole.paths[path]];
  }),
);

const schemas = {};
function follow(node) {
  if (node === null || typeof node !== "object") return;
  const name = typeof node.$ref === "string" ? node.$ref.replace("#/components/schemas/", "") : undefined;
  if (name !== undefined && !(name in schemas)) {
    schemas[name] = whole.components.schemas[name];
    follow(schemas[name]);
  }
  Object.values(node).forEach(follow);
}
follow(paths);

const sorted = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
const document = { openapi: whole.openapi, info: whole.info, paths, components: { schemas: sorted } };
writeFileSync(KEPT, `${JSON.stringify(document, null, 2)}\n`);
