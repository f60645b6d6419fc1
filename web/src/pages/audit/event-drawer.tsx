import type { AuditEvent } from "../../api/types";
import { instant } from "../../format/times";
import { Button } from "../../ui/button";
import { DescriptionList } from "../../ui/description-list";
import { Dialog } from "../../ui/dialog";
import { Row, Section } from "../../ui/layout";
import { useFilterParams } from "../../ui/search-params";
import styles from "./audit.module.css";

interface Props {
  event: AuditEvent;
  onClose: () => void;
}

export const EventDrawer = ({ event, onClose }: Props) => (
  <Dialog title={`Row ${event.seq}: ${event.action}`} shape="drawer" isOpen onClose={onClose}>
    <DescriptionList
      items={[
        ["When", `${instant(event.time)} (${event.time})`],
        ["Actor", event.actor_id && <code>{event.actor_id}</code>],
        ["Signed in by", event.credential],
        ["Credential", event.credential_id && <code>{event.credential_id}</code>],
        ["From address", event.peer],
        ["Object", <code>{[event.object_type, event.object_id].filter(Boolean).join(" ")}</code>],
        ["Outcome", event.outcome],
        ["Request", event.request_id && <code>{event.request_id}</code>],
        ["Hash", <code>{event.hash}</code>],
      ]}
    />
    {Object.keys(event.facts).length > 0 && (
      <Section title="Facts">
        <pre className={styles.facts} tabIndex={0}>
          {JSON.stringify(event.facts, null, 2)}
        </pre>
      </Section>
    )}
    <Narrow event={event} onClose={onClose} />
  </Dialog>
);

const Narrow = ({ event, onClose }: Props) => {
  const [, change] = useFilterParams();
  const only = (wanted: Record<string, string>) => () => {
    change(wanted);
    onClose();
  };
  const { actor_id, action, object_type, object_id } = event;
  return (
    <Section title="Show more like it">
      <Row>
        <Button onPress={only({ action })}>Only this action</Button>
        {actor_id && <Button onPress={only({ actor_id })}>Only this actor</Button>}
        {object_id && <Button onPress={only({ object_type, object_id })}>Only this object</Button>}
      </Row>
    </Section>
  );
};
