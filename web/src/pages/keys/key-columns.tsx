import { useRevokeApiKey } from "../../api/api-keys";
import type { ApiKey } from "../../api/types";
import { meaningOf, meaningsOf } from "../../features/scopes/scopes";
import { ago, day } from "../../format/times";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { ConfirmButton } from "../../ui/confirm-button";
import { Row, TwoLines } from "../../ui/layout";
import type { Column } from "../../ui/table";
import styles from "./keys.module.css";
import { nearness } from "./lifetime";

export const keyColumns = (onRotate: (key: ApiKey) => void): Column<ApiKey>[] => [
  { name: "Name", wide: true, cell: (key) => <TwoLines first={key.name} second={<code>{key.prefix}…</code>} /> },
  { name: "May", wide: true, cell: (key) => <Scopes scopes={key.scopes} /> },
  { name: "Last used", cell: (key) => (key.last_used_at ? ago(key.last_used_at) : "Never") },
  { name: "Expires", cell: (key) => <Expiry expires_at={key.expires_at} /> },
  {
    name: "Actions",
    cell: (key) => (
      <Row>
        <Button variant="quiet" aria-label={`Rotate ${key.name}`} onPress={() => onRotate(key)}>
          Rotate
        </Button>
        <Revoke apiKey={key} />
      </Row>
    ),
  },
];

const SHOWN = 3;

const Scopes = ({ scopes }: Pick<ApiKey, "scopes">) => {
  if (scopes.length <= SHOWN) return meaningsOf(scopes);
  return (
    <details>
      <summary>
        {meaningsOf(scopes.slice(0, SHOWN - 1))}; and {scopes.length - SHOWN + 1} more
      </summary>
      <ul className={styles.plain}>
        {scopes.slice(SHOWN - 1).map((scope) => (
          <li key={scope}>{meaningOf(scope)}</li>
        ))}
      </ul>
    </details>
  );
};

const Expiry = ({ expires_at }: Pick<ApiKey, "expires_at">) => {
  const near = nearness(expires_at);
  if (near === "over") return <Badge tone="bad">Expired {day(expires_at)}</Badge>;
  return near === "soon" ? <Badge tone="attention">{day(expires_at)}</Badge> : day(expires_at);
};

const Revoke = ({ apiKey }: { apiKey: ApiKey }) => (
  <ConfirmButton
    label="Revoke"
    about={apiKey.name}
    title={`Revoke “${apiKey.name}”?`}
    confirm="Revoke the key"
    action={useRevokeApiKey(apiKey.id)}
  >
    <p>Whatever uses this key is refused from now on. This cannot be undone.</p>
  </ConfirmButton>
);
