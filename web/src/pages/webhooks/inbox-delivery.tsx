import { useInboxDelivery, useReprocess } from "../../api/inbox";
import type { InboxDeliveryDetails } from "../../api/types";
import { count } from "../../format/numbers";
import { instant } from "../../format/times";
import { Button } from "../../ui/button";
import { DescriptionList } from "../../ui/description-list";
import { Dialog } from "../../ui/dialog";
import { Section } from "../../ui/layout";
import { ErrorMessage } from "../../ui/notice";
import { QueryResult } from "../../ui/query-result";
import { InboxState } from "./inbox-state";
import styles from "./webhooks.module.css";

interface Props {
  id: string;
  onClose: () => void;
}

/** One delivery as it came, and what became of it. */
export const InboxDeliveryDrawer = ({ id, onClose }: Props) => {
  const delivery = useInboxDelivery(id);
  return (
    <Dialog title={delivery.data?.event_type ?? "Delivery"} shape="drawer" isOpen onClose={onClose}>
      <QueryResult query={delivery} what="the delivery">
        {(found) => <DeliveryDetails delivery={found} onDone={onClose} />}
      </QueryResult>
    </Dialog>
  );
};

const DeliveryDetails = ({ delivery, onDone }: { delivery: InboxDeliveryDetails; onDone: () => void }) => {
  const again = useReprocess(delivery.id);
  return (
    <>
      <DescriptionList
        items={[
          ["State", <InboxState {...delivery} />],
          ["Received", instant(delivery.received_at)],
          ["Processed", delivery.processed_at && instant(delivery.processed_at)],
          ["The sender’s id", <code>{delivery.delivery_id}</code>],
          ["Content", `${delivery.content_type}, ${count(delivery.size)} bytes`],
        ]}
      />
      <Section title="What was posted">
        <pre className={styles.excerpt} tabIndex={0}>
          {delivery.body}
        </pre>
      </Section>
      {again.error && <ErrorMessage error={again.error} />}
      <div>
        <Button variant="primary" isPending={again.isPending} onPress={() => again.mutate(undefined, { onSuccess: onDone })}>
          Process again
        </Button>
      </div>
    </>
  );
};
