import { useState } from "react";
import type { Role, User } from "../../api/types";
import { type UserFilter, useUsers } from "../../api/users";
import { ROLES } from "../../features/roles";
import { day } from "../../format/times";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { TwoLines } from "../../ui/layout";
import { EmptyState } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { Pagination } from "../../ui/pagination";
import { QueryResult } from "../../ui/query-result";
import { pageOf, useFilterParams } from "../../ui/search-params";
import { type Column, Table } from "../../ui/table";
import { AddUser } from "./add-user";
import { UserDrawer } from "./user-drawer";
import { UserFilters } from "./user-filters";

const PAGE_SIZE = 20;

export const Users = () => {
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const add = (
    <Button variant="primary" onPress={() => setAdding(true)}>
      <Icon name="add" /> Add a user
    </Button>
  );
  return (
    <Page title="Users" lead="Everyone with an account on this server, people and programs alike." actions={add}>
      <Panel>
        <UserFilters />
        <List onOpen={setOpened} />
      </Panel>
      <Dialog title="Add a user" isOpen={adding} onClose={() => setAdding(false)}>
        <AddUser
          onAdded={(user) => {
            setAdding(false);
            setOpened(user.id);
          }}
        />
      </Dialog>
      {opened !== null && <UserDrawer userId={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
};

const readFilter = (params: URLSearchParams): UserFilter => ({
  role: Object.hasOwn(ROLES, params.get("role") ?? "") ? (params.get("role") as Role) : undefined,
  disabled: { yes: true, no: false }[params.get("disabled") ?? ""],
  email: params.get("email") ?? undefined,
});

const List = ({ onOpen }: { onOpen: (id: string) => void }) => {
  const [params, change] = useFilterParams();
  const page = pageOf(params);
  const users = useUsers({ ...readFilter(params), page, page_size: PAGE_SIZE });
  return (
    <QueryResult query={users} what="users">
      {({ items, total }) =>
        total === 0 ? (
          <EmptyState title="Nobody like that">No account fits these filters. An address has to be written out in full.</EmptyState>
        ) : (
          <>
            <Table caption="Users" columns={columns(onOpen)} rows={items} rowKey={({ id }) => id} />
            <Pagination what="users" page={page} pageSize={PAGE_SIZE} total={total} onPage={(to) => change({ page: String(to) })} />
          </>
        )
      }
    </QueryResult>
  );
};

const columns = (onOpen: (id: string) => void): Column<User>[] => [
  { name: "Name", wide: true, cell: (user) => <TwoLines first={user.name} second={user.email} /> },
  { name: "Role", cell: ({ role }) => <Badge tone={role === "admin" ? "attention" : "plain"}>{ROLES[role].name}</Badge> },
  { name: "State", cell: ({ disabled_at }) => (disabled_at ? <Badge tone="bad">Disabled</Badge> : <Badge tone="good">Active</Badge>) },
  { name: "Added", cell: ({ created_at }) => day(created_at) },
  {
    name: "Actions",
    cell: (user) => (
      <Button variant="quiet" aria-label={`Manage ${user.name}`} onPress={() => onOpen(user.id)}>
        Manage
      </Button>
    ),
  },
];
