import { Navigate } from "react-router";
import { useRepositories } from "../api/repositories";
import { ErrorMessage } from "../ui/notice";
import { Loading } from "../ui/progress";

/** The first page: a guide while there is nothing to read, the numbers from then on. */
export const Home = () => {
  const repositories = useRepositories({ page_size: 1 });
  if (repositories.isPending) return <Loading what="repositories" />;
  if (repositories.error) return <ErrorMessage error={repositories.error} retry={() => void repositories.refetch()} />;
  return <Navigate to={repositories.data.total === 0 ? "/welcome" : "/delivery"} replace />;
};
