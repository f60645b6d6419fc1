import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
// Before the styles of components, so that a component can differ from them.
import "./styles/tokens.css";
import "./styles/base.css";
import { App } from "./app";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
