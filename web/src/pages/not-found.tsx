import { Link } from "react-router";
import { EmptyState } from "../ui/notice";
import { Page, Panel } from "../ui/page";

export const NotFound = () => (
  <Page title="No such page">
    <Panel>
      <EmptyState title="Nothing is charted here">
        The address may be misspelt, or what it named is gone. <Link to="/delivery">Go to delivery</Link>.
      </EmptyState>
    </Panel>
  </Page>
);
