import { useOrganizations } from "../../api/organizations";
import { useMe } from "../../api/session";
import type { Organization } from "../../api/types";
import { EmptyState } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { QueryResult } from "../../ui/query-result";
import { useFilterParams } from "../../ui/search-params";
import { Select } from "../../ui/select";
import { Tabs } from "../../ui/tabs";
import { Invitations } from "./invitations";
import { Members } from "./members";

export const OrganizationPage = () => {
  const organizations = useOrganizations();
  const [params] = useFilterParams();
  return (
    <QueryResult query={organizations} what="organizations">
      {({ items }) => {
        const chosen = items.find(({ id }) => id === params.get("organization")) ?? items[0];
        return chosen ? <OrganizationTabs key={chosen.id} organization={chosen} all={items} /> : <NoOrganization />;
      }}
    </QueryResult>
  );
};

const NoOrganization = () => (
  <Page title="Organization">
    <Panel>
      <EmptyState title="You belong to no organization">
        An organization shares its repositories, teams and webhooks. Ask the owner of one to invite you.
      </EmptyState>
    </Panel>
  </Page>
);

const OrganizationTabs = ({ organization, all }: { organization: Organization; all: Organization[] }) => {
  const [, change] = useFilterParams();
  const canManage = useManages(organization.id);
  return (
    <Page
      title={organization.name}
      lead={organization.description || "Who belongs to this organization, and with what role."}
      actions={
        all.length > 1 && (
          <Select label="Organization" options={all} value={organization.id} onChange={(id) => change({ organization: id })} />
        )
      }
    >
      <Tabs
        label="Parts of the organization"
        parts={[
          { id: "members", name: "Members", content: <Members organizationId={organization.id} canManage={canManage} /> },
          ...(canManage
            ? [{ id: "invitations", name: "Invitations", content: <Invitations organization={organization} /> }]
            : []),
        ]}
      />
    </Page>
  );
};

/** Owners and administrators, as far as their rights reach: the server decides in any case. */
function useManages(organizationId: string): boolean {
  const me = useMe().data;
  if (!me?.scopes.includes("organizations:write")) return false;
  return me.role === "admin" || me.organizations[organizationId] === "owner";
}
