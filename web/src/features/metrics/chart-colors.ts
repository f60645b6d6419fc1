/** The page's own colours, read from its tokens, for a canvas that style sheets do not reach. */
export interface ChartColors {
  text: string;
  soft: string;
  line: string;
  surface: string;
  first: string;
  second: string;
  font: string;
}

export function readChartColors(): ChartColors {
  const tokens = getComputedStyle(document.documentElement);
  const token = (name: string) => tokens.getPropertyValue(name).trim();
  return {
    text: token("--ink"),
    soft: token("--ink-soft"),
    line: token("--line"),
    surface: token("--surface"),
    first: token("--sea"),
    second: token("--brass-fill"),
    font: token("--font"),
  };
}
