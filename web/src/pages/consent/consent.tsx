import { Navigate, useLocation, useParams } from "react-router";
import { useConsentRequest } from "../../api/consent";
import { ApiError } from "../../api/errors";
import { useMe } from "../../api/session";
import { AuthLayout } from "../../features/sign-in/auth-layout";
import { ErrorMessage } from "../../ui/notice";
import { Loading } from "../../ui/progress";
import { QueryResult } from "../../ui/query-result";
import { ConsentForm } from "./consent-form";

// The server forbids frames by its policy; a page that is in one all the same decides nothing.
const isFramed = window.top !== window.self;

/** A program asks to act for the reader. Nothing is decided until the reader presses a button. */
export const ConsentPage = () => {
  const { id } = useParams();
  const { pathname } = useLocation();
  const me = useMe();
  if (me.error instanceof ApiError && me.error.status === 401) {
    return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname)}`} replace />;
  }
  return (
    <AuthLayout title="Let an app in">
      {isFramed && <p>This page decides nothing inside another page. Open it in a window of its own.</p>}
      {me.isPending && <Loading what="your account" />}
      {me.error && <ErrorMessage error={me.error} retry={() => void me.refetch()} />}
      {me.data && !isFramed && <LoadedRequest id={id!} />}
    </AuthLayout>
  );
};

const LoadedRequest = ({ id }: { id: string }) => (
  <QueryResult query={useConsentRequest(id)} what="what the app asks for">
    {(request) => <ConsentForm id={id} request={request} />}
  </QueryResult>
);
