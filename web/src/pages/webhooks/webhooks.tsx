import { Page } from "../../ui/page";
import { Tabs } from "../../ui/tabs";
import { Inbox } from "./inbox";
import { Outgoing } from "./outgoing";

export const Webhooks = () => (
  <Page title="Webhooks" lead="Tell other systems what happens here, and let them tell this server.">
    <Tabs
      label="Directions"
      parts={[
        { id: "outgoing", name: "Outgoing", content: <Outgoing /> },
        { id: "inbox", name: "Inbox", content: <Inbox /> },
      ]}
    />
  </Page>
);
