import { useState } from "react";
import { useRotateApiKey } from "../../api/api-keys";
import type { ApiKey, IssuedApiKey } from "../../api/types";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Select } from "../../ui/select";
import { expiry, type Lifetime, LIFETIME_OPTIONS } from "./lifetime";

interface Props {
  apiKey: ApiKey;
  onRotated: (key: IssuedApiKey) => void;
}

export const RotateKey = ({ apiKey, onRotated }: Props) => {
  const [lifetime, setLifetime] = useState<Lifetime>("90");
  const rotate = useRotateApiKey(apiKey.id);
  return (
    <ActionForm action={rotate} onSubmit={() => rotate.mutate({ expires_at: expiry(lifetime) }, { onSuccess: onRotated })}>
      <p>You get a new secret with the same name and scopes. The old one is refused from that moment on.</p>
      <Select label="The new one expires" options={LIFETIME_OPTIONS} value={lifetime} onChange={setLifetime} />
      <Button type="submit" variant="primary" isPending={rotate.isPending}>
        Rotate the key
      </Button>
    </ActionForm>
  );
};
