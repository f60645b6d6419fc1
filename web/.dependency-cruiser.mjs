// Who may import whom: each folder knows those after it in this line, and nothing before it.
//   app > shell, pages > features > api, ui > format

/** What a folder may import of ours; everything else of ours is refused. */
const only = (name, comment, from, ...allowed) => ({
  name,
  comment,
  severity: "error",
  from: { path: `^src/${from}` },
  to: { path: "^src/", pathNot: allowed.map((folder) => `^src/${folder}`) },
});

export default {
  forbidden: [
    only("format-knows-no-domain", "format/ turns values into text, and knows nothing else of ours", "format/", "format/"),
    only("ui-knows-no-domain", "ui/ is components without domain: give it what it shows", "ui/", "ui/", "format/"),
    only("api-draws-nothing", "api/ calls the server, and knows no component", "api/", "api/"),
    only("features-know-no-page", "features/ is what pages share", "features/", "features/", "api/", "ui/", "format/"),
    only(
      "pages-know-no-page",
      "what two pages share belongs to features/",
      "pages/([^/]+)",
      "pages/$1(/|$)",
      "features/",
      "api/",
      "ui/",
      "format/",
    ),
    only("shell-knows-no-page", "the shell is around pages, by routes", "shell/", "shell/", "features/", "api/", "ui/", "format/"),
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    { name: "no-missing-file", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true, // an import of types alone ties two files as well
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
