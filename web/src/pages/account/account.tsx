import { Page, Panel } from "../../ui/page";
import { ConnectedApps } from "./connected-apps";
import { PasswordSection } from "./password-section";
import { Profile } from "./profile";
import { Providers } from "./providers";
import { Sessions } from "./sessions";

export const Account = () => (
  <Page title="Account" lead="Who you are here, how you sign in, and what acts for you.">
    <Panel>
      <Profile />
    </Panel>
    <Panel>
      <PasswordSection />
    </Panel>
    <Panel>
      <Sessions />
    </Panel>
    <Panel>
      <Providers />
    </Panel>
    <Panel>
      <ConnectedApps />
    </Panel>
  </Page>
);
