import { useState } from "react";
import { useUsers, type UserFilter } from "../../api/users";
import type { Role, User } from "../../api/types";
import { ROLES } from "../../format/roles";
import { day } from "../../format/times";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { TwoLines } from "../../ui/layout";
import { Empty } from "../../ui/notice";
import { Page, Panel } from "../../ui/page";
import { Pager } from "../../ui/pager";
import { Read } from "../../ui/read";
import { pageOf, useParamsOf } from "../../ui/search-params";
import { Sheet } from "../../ui/sheet";
import { Table, type Column } from "../../ui/table";
import { AddUser } from "./add-user";
import { UserFilters } from "./user-filters";
import { UserSheet } from "./user-sheet";

const PAGE_SIZE = 20;

export const Users = () => {
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const add = (
    <Button look="primary" onPress={() => setAdding(true)}>
      <Icon name="add" /> Add a user
    </Button>
  );
  return (
    <Page title="Users" lead="Everyone with an account on this server, people and programs alike." actions={add}>
      <Panel>
        <UserFilters />
        <List onOpen={setOpened} />
      </Panel>
      <Sheet title="Add a user" isOpen={adding} onClose={() => setAdding(false)}>
        <AddUser
          onAdded={(user) => {
            setAdding(false);
            setOpened(user.id);
          }}
        />
      </Sheet>
      {opened !== null && <UserSheet userId={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
};

const readFilter = (params: URLSearchParams): UserFilter => ({
  role: Object.hasOwn(ROLES, params.get("role") ?? "") ? (params.get("role") as Role) : undefined,
  disabled: { yes: true, no: false }[params.get("disabled") ?? ""],
  email: params.get("email") ?? undefined,
});

const List = ({ onOpen }: { onOpen: (id: string) => void }) => {
  const [params, change] = useParamsOf();
  const page = pageOf(params);
  const users = useUsers({ ...readFilter(params), page, page_size: PAGE_SIZE });
  return (
    <Read query={users} what="users">
      {({ items, total }) =>
        total === 0 ? (
          <Empty title="Nobody like that">No account fits these filters. An address has to be written out in full.</Empty>
        ) : (
          <>
            <Table caption="Users" columns={columns(onOpen)} rows={items} rowKey={({ id }) => id} />
            <Pager what="users" page={page} pageSize={PAGE_SIZE} total={total} onPage={(to) => change({ page: String(to) })} />
          </>
        )
      }
    </Read>
  );
};

const columns = (onOpen: (id: string) => void): Column<User>[] => [
  { name: "Name", wide: true, cell: (user) => <TwoLines first={user.name} second={user.email} /> },
  { name: "Role", cell: ({ role }) => <Badge tone={role === "admin" ? "brass" : "plain"}>{ROLES[role].name}</Badge> },
  { name: "State", cell: ({ disabled_at }) => (disabled_at ? <Badge tone="bad">Disabled</Badge> : <Badge tone="good">Active</Badge>) },
  { name: "Added", cell: ({ created_at }) => day(created_at) },
  {
    name: "Actions",
    cell: (user) => (
      <Button look="quiet" aria-label={`Manage ${user.name}`} onPress={() => onOpen(user.id)}>
        Manage
      </Button>
    ),
  },
];
