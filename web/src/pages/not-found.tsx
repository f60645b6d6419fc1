import { Link } from "react-router";
import { Empty } from "../ui/notice";
import { Page, Panel } from "../ui/page";

export const NotFound = () => (
  <Page title="No such page">
    <Panel>
      <Empty title="Nothing is charted here">
        The address may be misspelt, or what it named is gone. <Link to="/delivery">Go to delivery</Link>.
      </Empty>
    </Panel>
  </Page>
);
