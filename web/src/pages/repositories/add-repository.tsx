import { useMemo, useState } from "react";
import { fieldErrors } from "../../api/errors";
import { useAddRepository } from "../../api/repositories";
import type { Repository } from "../../api/types";
import { ActionForm } from "../../ui/action-form";
import { Button } from "../../ui/button";
import { Copyable } from "../../ui/copy";
import { Field } from "../../ui/field";
import { isAddress } from "./place";
import styles from "./repositories.module.css";

/** One field for both kinds of place, since a reader pastes either. */
export const AddRepository = ({ onAdded }: { onAdded: (repository: Repository) => void }) => {
  const [place, setPlace] = useState("");
  const add = useAddRepository();
  const errors = useMemo(() => placeErrors(add.error), [add.error]);
  const submit = () => {
    const where = place.trim();
    add.mutate(isAddress(where) ? { url: where } : { path: where }, { onSuccess: onAdded });
  };
  return (
    <ActionForm action={add} errors={errors} onSubmit={submit}>
      <Field
        name="place"
        label="Folder on the server, or URL to clone"
        help="A folder like /srv/git/backend is read where it is. A URL is cloned first; the clone stays on this server."
        placeholder="/srv/git/backend or https://example.org/team/backend.git"
        value={place}
        onChange={setPlace}
        autoComplete="off"
        isRequired
      />
      <Button type="submit" look="primary" isPending={add.isPending}>
        {add.isPending ? "Adding…" : "Add repository"}
      </Button>
      <div className={styles.or}>
        <p>Or, in a terminal on the server:</p>
        <Copyable text={`quarterdeck add-repo ${place.trim() || "/path/to/clone"}`} what="the command" />
      </div>
    </ActionForm>
  );
};

/** The server knows two fields where the form has one. */
function placeErrors(error: Error | null): Record<string, string> {
  const { path, url } = fieldErrors(error);
  const message = path ?? url;
  return message === undefined ? {} : { place: message };
}
