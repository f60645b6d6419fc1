import { serverRoot } from "../../api/base-urls";
import type { User } from "../../api/types";
import { useCreateSignInLink } from "../../api/users";
import { Button } from "../../ui/button";
import { Section } from "../../ui/layout";
import { ErrorMessage } from "../../ui/notice";
import { OneTimeSecret } from "../../ui/one-time-secret";

/** The path begins at the server's root, which is not always the origin's. */
const linkOf = (path: string) => `${serverRoot}${path.slice(path.indexOf("/console/"))}`;

export const SignInLink = ({ user }: { user: User }) => {
  const make = useCreateSignInLink();
  return (
    <Section title="Sign-in link" lead="For a first sign-in, or after a forgotten password. It works once, for 15 minutes.">
      {make.error && <ErrorMessage error={make.error} />}
      <Button isPending={make.isPending} onPress={() => make.mutate(user.id)}>
        Make a sign-in link
      </Button>
      <OneTimeSecret
        title={`Sign-in link for ${user.name}`}
        what="the link"
        text={make.data ? linkOf(make.data.path) : null}
        onDone={() => make.reset()}
      >
        <p>
          Send it to {user.email} by a way you trust: whoever opens it first is signed in as them. It is not shown again.
        </p>
      </OneTimeSecret>
    </Section>
  );
};
