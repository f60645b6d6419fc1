// Before the first paint, so that a theme never flashes the other one.
(function () {
  let chosen = null;
  try {
    chosen = localStorage.getItem("quarterdeck.theme");
  } catch {
    // Storage may be closed to us; the system's own preference then stands.
  }
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.theme = chosen === "light" || chosen === "dark" ? chosen : system;
})();
