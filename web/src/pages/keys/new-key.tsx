import type { IssuedApiKey } from "../../api/types";
import { Button } from "../../ui/button";
import { Copyable } from "../../ui/copy";

export const NewKey = ({ issued, onDone }: { issued: IssuedApiKey; onDone: () => void }) => (
  <>
    <p>Copy it now. The server keeps only a hash of it, so it is never shown again.</p>
    <Copyable text={issued.key} what="the key" />
    <Button look="primary" onPress={onDone}>
      I have kept it
    </Button>
  </>
);
