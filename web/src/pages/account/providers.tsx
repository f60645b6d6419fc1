import { useSearchParams } from "react-router";
import { useIdentities, useLink, useProviders, useUnlink } from "../../api/identities";
import type { Identity, Provider } from "../../api/types";
import { SignInError } from "../../features/sign-in/sign-in-error";
import { ago, day } from "../../format/times";
import { Button } from "../../ui/button";
import { ConfirmButton } from "../../ui/confirm-button";
import { Row, Section, TwoLines } from "../../ui/layout";
import { EmptyState, ErrorMessage } from "../../ui/notice";
import { QueryResult } from "../../ui/query-result";
import { type Column, Table } from "../../ui/table";

export const Providers = () => (
  <Section title="Sign-in providers" lead="Accounts elsewhere that sign you in here, instead of a password.">
    <SignInError code={useSearchParams()[0].get("error")} />
    <LinkedProviders />
    <LinkButtons />
  </Section>
);

const LinkedProviders = () => {
  const providers = useProviders().data?.items ?? [];
  return (
    <QueryResult query={useIdentities()} what="sign-in providers">
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title="None linked">{providers.length === 0 ? NONE_OFFERED : NONE_LINKED}</EmptyState>
        ) : (
          <Table caption="Linked sign-in providers" columns={columns(providers)} rows={items} rowKey={({ id }) => id} />
        )
      }
    </QueryResult>
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
  <ConfirmButton
    label="Unlink"
    about={label}
    title={`Unlink ${label}?`}
    confirm={`Unlink ${label}`}
    action={useUnlink(identity.id)}
  >
    <p>It signs you in no longer. Your account there is not touched, and you can link it again.</p>
  </ConfirmButton>
);

const LinkButtons = () => {
  const linked = useIdentities().data?.items;
  const providers = useProviders().data?.items ?? [];
  const link = useLink();
  const open = providers.filter(({ name }) => linked && !linked.some(({ provider }) => provider === name));
  return (
    <>
      {link.error && <ErrorMessage error={link.error} />}
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
