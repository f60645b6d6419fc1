import { useMe } from "../../api/session";
import type { User } from "../../api/types";
import { useChangeUser, useDeleteUser, useUser } from "../../api/users";
import { instant } from "../../format/times";
import { ConfirmButton } from "../../ui/confirm-button";
import { DescriptionList } from "../../ui/description-list";
import { Dialog } from "../../ui/dialog";
import { Row, Section, Stack } from "../../ui/layout";
import { QueryResult } from "../../ui/query-result";
import { ChangeUser } from "./change-user";
import { SignInLink } from "./sign-in-link";

interface Props {
  userId: string;
  onClose: () => void;
}

/** One account and all that can be done with it. */
export const UserDrawer = ({ userId, onClose }: Props) => {
  const user = useUser(userId);
  return (
    <Dialog title={user.data?.name ?? "User"} shape="drawer" isOpen onClose={onClose}>
      <QueryResult query={user} what="the user">
        {(found) => (
          <Stack>
            <DescriptionList
              items={[
                ["E-mail", found.email],
                ["Added", instant(found.created_at)],
                ["Disabled", found.disabled_at && instant(found.disabled_at)],
                ["Id", <code>{found.id}</code>],
              ]}
            />
            <ChangeUser key={found.version} user={found} />
            {found.disabled_at === null && <SignInLink user={found} />}
            <DisableOrDelete user={found} onGone={onClose} />
          </Stack>
        )}
      </QueryResult>
    </Dialog>
  );
};

const DisableOrDelete = ({ user, onGone }: { user: User; onGone: () => void }) => {
  const me = useMe().data;
  const change = useChangeUser(user);
  const remove = useDeleteUser(user.id);
  const isDisabled = user.disabled_at !== null;
  const action = { ...change, mutate: (_: void, options?: object) => change.mutate({ disabled: !isDisabled }, options) };
  if (user.id === me?.id) return <p>This is your own account: another administrator can disable or delete it.</p>;
  return (
    <Section title={isDisabled ? "Enable or delete" : "Disable or delete"}>
      <p>
        {isDisabled
          ? "Enabled again, they can sign in, and their keys that have not expired work."
          : "Disabled, they and their keys are refused within seconds; nothing of theirs is lost."}
      </p>
      <Row>
        <ConfirmButton
          label={isDisabled ? "Enable the account" : "Disable the account"}
          title={`${isDisabled ? "Enable" : "Disable"} ${user.name}?`}
          confirm={isDisabled ? "Enable" : "Disable"}
          action={action}
          variant="plain"
          danger={!isDisabled}
        >
          <p>{isDisabled ? "They can sign in again." : "Their sessions, keys and open connections end within seconds."}</p>
        </ConfirmButton>
        <ConfirmButton
          label="Delete the account"
          title={`Delete ${user.name}?`}
          confirm={`Delete ${user.name}`}
          action={remove}
          variant="danger"
          onDone={onGone}
        >
          <p>
            {user.email}, with its keys, sessions and memberships, is gone. What it did stays in the audit log. This cannot be
            undone; disabling can.
          </p>
        </ConfirmButton>
      </Row>
    </Section>
  );
};
