import { useSearchParams } from "react-router";

type Change = Record<string, string | undefined>;

/** Filters that stand in the address: a link, a reload and the back button bring them again. */
export function useFilterParams(): [URLSearchParams, (change: Change) => void] {
  const [params, setParams] = useSearchParams();
  const change = (wanted: Change) => setParams((now) => withChange(now, wanted), { replace: true });
  return [params, change];
}

/** Any change of a filter leads back to the first page. */
export function withChange(params: URLSearchParams, change: Change): URLSearchParams {
  const next = new URLSearchParams(params);
  next.delete("page");
  for (const [name, value] of Object.entries(change)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

export function pageOf(params: URLSearchParams): number {
  const page = Number(params.get("page"));
  return Number.isSafeInteger(page) && page > 0 ? page : 1;
}
