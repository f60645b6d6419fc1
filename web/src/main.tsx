import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
// The page's ground comes before the parts, so that a part can differ from it.
import "./styles/tokens.css";
import "./styles/base.css";
import { App } from "./app";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
