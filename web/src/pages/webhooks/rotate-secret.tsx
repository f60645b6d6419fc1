import { useRotateInboxSecret } from "../../api/inbox";
import type { InboxSource } from "../../api/types";
import { ConfirmButton } from "../../ui/confirm-button";
import { OneTimeSecret } from "../../ui/one-time-secret";

const KEEP_OLD_HOURS = 24;

export const RotateSecret = ({ source }: { source: InboxSource }) => {
  const rotate = useRotateInboxSecret(source.id);
  const action = {
    ...rotate,
    reset: () => {}, // the new secret is still to be shown when the question closes
    mutate: (_: void, options?: object) => rotate.mutate(KEEP_OLD_HOURS, options),
  };
  return (
    <>
      <ConfirmButton
        label="Rotate"
        about={`the secret of ${source.name}`}
        title={`Rotate the secret of ${source.name}?`}
        confirm="Rotate the secret"
        action={action}
        danger={false}
      >
        <p>You get a new one to give to the sender. The old one is still taken for a day, so that nothing is lost.</p>
      </ConfirmButton>
      <OneTimeSecret
        title={`New secret of ${source.name}`}
        what="the secret"
        text={rotate.data?.secret ?? null}
        onDone={() => rotate.reset()}
      >
        <p>Give it to the sender. It is not shown again.</p>
      </OneTimeSecret>
    </>
  );
};
