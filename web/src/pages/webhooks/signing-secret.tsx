import { OneTimeSecret } from "../../ui/one-time-secret";

export const SigningSecret = ({ secret, onDone }: { secret: string | null; onDone: () => void }) => (
  <OneTimeSecret title="Signing secret" what="the secret" text={secret} onDone={onDone}>
    <p>
      Give it to the receiver, which checks each signature with it; any library for Standard Webhooks can. It is not shown
      again, but you can rotate it.
    </p>
  </OneTimeSecret>
);
