import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  // Relative, because the server may live under a path of its own: <base> in index.html decides.
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../src/quarterdeck/console/static",
    emptyOutDir: true,
    assetsInlineLimit: 0, // data: addresses are not in the content security policy
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700, // the charts, loaded on the pages that draw them
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
});
