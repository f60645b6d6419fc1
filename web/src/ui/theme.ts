import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

const KEY = "quarterdeck.theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

const systemTheme = (): Theme => (system.matches ? "dark" : "light");

function chosenTheme(): Theme | null {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === "light" || stored === "dark" ? stored : null;
  } catch {
    return null; // storage may be closed to us
  }
}

const current = (): Theme => (document.documentElement.dataset["theme"] === "dark" ? "dark" : "light");

function show(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  listeners.forEach((listener) => listener());
}

/** Choosing what the system has anyway hands the choice back to the system. */
export function setTheme(theme: Theme): void {
  try {
    if (theme === systemTheme()) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // the choice then lasts as long as the page
  }
  show(theme);
}

system.addEventListener("change", () => show(chosenTheme() ?? systemTheme()));

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useTheme = (): Theme => useSyncExternalStore(subscribe, current);
