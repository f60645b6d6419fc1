// The order matters: each of these also carries the names of those below it.
const BROWSERS: [pattern: RegExp, name: string][] = [
  [/\bEdg\w*\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bFirefox\//, "Firefox"],
  [/\b(Headless)?Chrome\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: [pattern: RegExp, name: string][] = [
  [/\bAndroid\b/, "Android"],
  [/\b(iPhone|iPad)\b/, "iOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

const named = (names: [RegExp, string][], text: string) => names.find(([pattern]) => pattern.test(text))?.[1];

/** Who a session belongs to, as a person would say it; a program that is no browser says its own name. */
export function describeUserAgent(user_agent: string): string {
  const browser = named(BROWSERS, user_agent);
  const system = named(SYSTEMS, user_agent);
  if (browser) return system ? `${browser} on ${system}` : browser;
  return user_agent || "Unknown program";
}
