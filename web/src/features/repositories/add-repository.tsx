import { useMemo, useState } from "react";
import { useAddRepository } from "../../api/repositories";
import type { Repository } from "../../api/types";
import { ActionForm, fieldErrors } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Copyable } from "../../ui/copyable";
import { Field } from "../../ui/field";
import { isCloneUrl } from "./clone-url";
import styles from "./repositories.module.css";

/** One field for both kinds of location, since a reader pastes either. */
export const AddRepository = ({ onAdded }: { onAdded: (repository: Repository) => void }) => {
  const [location, setLocation] = useState("");
  const add = useAddRepository();
  const errors = useMemo(() => locationErrors(add.error), [add.error]);
  const submit = () => {
    const where = location.trim();
    add.mutate(isCloneUrl(where) ? { url: where } : { path: where }, { onSuccess: onAdded });
  };
  return (
    <ActionForm action={add} errors={errors} onSubmit={submit}>
      <Field
        name="location"
        label="Folder on the server, or URL to clone"
        help="A folder like /srv/git/backend is read where it is. A URL is cloned first; the clone stays on this server."
        placeholder="/srv/git/backend or https://example.org/team/backend.git"
        value={location}
        onChange={setLocation}
        autoComplete="off"
        isRequired
      />
      <Button type="submit" variant="primary" isPending={add.isPending}>
        {add.isPending ? "Adding…" : "Add repository"}
      </Button>
      <div className={styles.alternative}>
        <p>Or, in a terminal on the server:</p>
        <Copyable text={`quarterdeck add-repo ${location.trim() || "/path/to/clone"}`} what="the command" />
      </div>
    </ActionForm>
  );
};

/** The server knows two fields where the form has one. */
function locationErrors(error: Error | null): Record<string, string> {
  const { path, url } = fieldErrors(error);
  const message = path ?? url;
  return message === undefined ? {} : { location: message };
}
