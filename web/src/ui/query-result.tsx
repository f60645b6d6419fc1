import type { ReactNode } from "react";
import { ErrorMessage } from "./notice";
import { Loading } from "./progress";

interface Query<Data> {
  data: Data | undefined;
  error: Error | null;
  refetch: () => unknown;
}

interface Props<Data> {
  query: Query<Data>;
  what: string;
  children: (data: Data) => ReactNode;
}

/** What a query brings: first that it is on its way, then the answer, or the failure and a way to ask again. */
export const QueryResult = <Data,>({ query, what, children }: Props<Data>) => {
  if (query.error) return <ErrorMessage error={query.error} retry={() => void query.refetch()} />;
  return query.data === undefined ? <Loading what={what} /> : children(query.data);
};
