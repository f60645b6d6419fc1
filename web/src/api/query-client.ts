import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./errors";
import { ME } from "./session";

/** What the server has decided (4xx) does not change by asking again; a hiccup may. */
const shouldRetry = (failures: number, error: Error) =>
  failures < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500);

/** A session that ended while the page stood open is noticed at the next call, whichever it is. */
const checkSession = (error: Error) => {
  if (error instanceof ApiError && error.status === 401) void queryClient.invalidateQueries({ queryKey: ME });
};

export const queryClient: QueryClient = new QueryClient({
  defaultOptions: { queries: { retry: shouldRetry } },
  queryCache: new QueryCache({ onError: (error, query) => query.queryKey[0] !== ME[0] && checkSession(error) }),
  mutationCache: new MutationCache({ onError: checkSession }),
});
