import { useState } from "react";
import { useNavigate } from "react-router";
import { useChangeRepository, useRemoveRepository } from "../../api/repositories";
import { useHasScope } from "../../api/session";
import type { Repository, StrategyKind } from "../../api/types";
import { STRATEGIES } from "../../features/repositories/strategies";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { ErrorMessage } from "../../ui/notice";
import { type Option, Select } from "../../ui/select";
import styles from "./repository.module.css";

const OPTIONS = Object.entries(STRATEGIES).map(([id, name]) => ({ id, name })) as Option<StrategyKind>[];

export const Settings = ({ repository }: { repository: Repository }) => {
  const change = useChangeRepository(repository.id);
  const canWrite = useHasScope("repositories:write");
  return (
    <div className={styles.settings}>
      <section>
        <Select
          label="What counts as a deployment"
          options={OPTIONS}
          value={repository.strategy.kind ?? "auto"}
          onChange={(kind) => change.mutate({ strategy: { ...repository.strategy, kind }, expected_version: repository.version })}
          isDisabled={change.isPending || !canWrite}
        />
        <p role="status">{change.isSuccess && "Saved. The numbers are worked out again."}</p>
        {change.error && <ErrorMessage error={change.error} />}
      </section>
      {canWrite && <Remove repository={repository} />}
    </div>
  );
};

const Remove = ({ repository }: { repository: Repository }) => {
  const [asking, setAsking] = useState(false);
  const remove = useRemoveRepository(repository.id);
  const navigate = useNavigate();
  return (
    <section>
      <Button variant="danger" onPress={() => setAsking(true)}>
        Remove repository
      </Button>
      <Dialog title={`Remove ${repository.name}?`} isOpen={asking} onClose={() => setAsking(false)}>
        <p>Its numbers disappear from every report. The clone itself is not touched, and adding it again brings them back.</p>
        {remove.error && <ErrorMessage error={remove.error} />}
        <Button
          variant="danger"
          isPending={remove.isPending}
          onPress={() => remove.mutate(undefined, { onSuccess: () => void navigate("/repositories") })}
        >
          Remove {repository.name}
        </Button>
      </Dialog>
    </section>
  );
};
