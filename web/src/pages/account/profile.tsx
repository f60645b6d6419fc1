import { useState } from "react";
import { useMe, useRename } from "../../api/session";
import type { Me } from "../../api/types";
import { ROLES } from "../../features/roles";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { DescriptionList } from "../../ui/description-list";
import { Field } from "../../ui/field";
import { Section } from "../../ui/layout";
import styles from "./account.module.css";

export const Profile = () => {
  const me = useMe();
  return <Section title="Profile">{me.data && <Loaded me={me.data} />}</Section>;
};

const Loaded = ({ me }: { me: Me }) => {
  const [name, setName] = useState(me.name);
  const rename = useRename();
  return (
    <>
      <DescriptionList
        items={[
          ["E-mail", me.email],
          ["Role", `${ROLES[me.role].name}: ${ROLES[me.role].meaning}`],
        ]}
      />
      <div className={styles.narrow}>
        <ActionForm action={rename} onSubmit={() => rename.mutate({ name, expected_version: me.version })}>
          <Field label="Name" name="name" autoComplete="name" value={name} onChange={setName} maxLength={200} isRequired />
          <Button type="submit" isPending={rename.isPending} isDisabled={name === me.name}>
            Save name
          </Button>
        </ActionForm>
        <p role="status">{rename.isSuccess && name === me.name && "Saved."}</p>
      </div>
    </>
  );
};
