import { useSearchParams } from "react-router";
import { useIdentities, useLink, useProviders, useUnlink } from "../../api/identities";
import type { Identity, Provider } from "../../api/types";
import { ago, day } from "../../format/times";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { Row, Section, TwoLines } from "../../ui/layout";
import { Empty, Failure } from "../../ui/notice";
import { Read } from "../../ui/read";
import { Table, type Column } from "../../ui/table";
import { Refused } from "../sign-in/refused";

export const Providers = () => (
  <Section title="Sign-in providers" lead="Accounts elsewhere that sign you in here, instead of a password.">
    <Refused code={useSearchParams()[0].get("error")} />
    <Linked />
    <ToLink />
  </Section>
);

const Linked = () => {
  const providers = useProviders().data?.items ?? [];
  return (
    <Read query={useIdentities()} what="sign-in providers">
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="None linked">{providers.length === 0 ? NONE_OFFERED : NONE_LINKED}</Empty>
        ) : (
          <Table caption="Linked sign-in providers" columns={columns(providers)} rows={items} rowKey={({ id }) => id} />
        )
      }
    </Read>
  );
};

const NONE_OFFERED = "This server offers none. An administrator can set up Google, GitHub or any OpenID Connect issuer.";
const NONE_LINKED = "Link one, and the next time one button is enough.";

const labelOf = (providers: Provider[], name: string) => providers.find((provider) => provider.name === name)?.label ?? name;

const columns = (providers: Provider[]): Column<Identity>[] => [
  {
    name: "Account",
    wide: true,
    cell: (identity) => <TwoLines first={labelOf(providers, identity.provider)} second={identity.email ?? identity.issuer} />,
  },
  { name: "Linked", cell: ({ created_at }) => day(created_at) },
  { name: "Last used", cell: ({ last_used_at }) => (last_used_at ? ago(last_used_at) : "Never") },
  { name: "Unlink", cell: (identity) => <Unlink identity={identity} label={labelOf(providers, identity.provider)} /> },
];

const Unlink = ({ identity, label }: { identity: Identity; label: string }) => (
  <Confirm
    label="Unlink"
    about={label}
    title={`Unlink ${label}?`}
    confirm={`Unlink ${label}`}
    action={useUnlink(identity.id)}
  >
    <p>It signs you in no longer. Your account there is not touched, and you can link it again.</p>
  </Confirm>
);

const ToLink = () => {
  const linked = useIdentities().data?.items;
  const providers = useProviders().data?.items ?? [];
  const link = useLink();
  const open = providers.filter(({ name }) => linked && !linked.some(({ provider }) => provider === name));
  return (
    <>
      {link.error && <Failure error={link.error} />}
      <Row>
        {open.map(({ name, label }) => (
          <Button key={name} isPending={link.isPending || link.isSuccess} onPress={() => link.mutate(name)}>
            Link {label}
          </Button>
        ))}
      </Row>
    </>
  );
};
