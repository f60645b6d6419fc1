import { useEffect, useRef } from "react";
import { useSignInLink } from "../../api/session";
import { PasswordForm } from "../../features/sign-in/password-form";
import { Button } from "../../ui/button";
import { ErrorMessage } from "../../ui/notice";
import { Loading } from "../../ui/progress";

interface Props {
  token: string;
  onDone: () => void;
}

/** Came by the one-time link: sign in with it, then choose a password for the next time. */
export const LinkSignIn = ({ token, onDone }: Props) => {
  const link = useSignInLink();
  const spent = useRef(false);
  useEffect(() => {
    if (spent.current) return; // a one-time token must not be sent twice
    spent.current = true;
    link.mutate(token);
  }, [link, token]);
  if (link.isSuccess) {
    return (
      <>
        <h1>Welcome aboard</h1>
        <p>You are signed in. Choose a password for the next time.</p>
        <PasswordForm needsCurrent={false} onDone={onDone} />
        <Button variant="quiet" onPress={onDone}>
          Later
        </Button>
      </>
    );
  }
  return (
    <>
      <h1>Sign in</h1>
      {link.error ? (
        <>
          <ErrorMessage error={link.error} />
          <Button onPress={onDone}>Sign in with a password</Button>
        </>
      ) : (
        <Loading what="your sign-in" />
      )}
    </>
  );
};
