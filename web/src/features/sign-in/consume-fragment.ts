/** What stands after the # reaches no server log. It is read once and wiped, so that no copied address holds it. */
export function consumeFragment(): URLSearchParams {
  const taken = new URLSearchParams(window.location.hash.slice(1));
  if (taken.size > 0) window.history.replaceState(null, "", window.location.pathname + window.location.search);
  return taken;
}
