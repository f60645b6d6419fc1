import { useState } from "react";
import { useNavigate } from "react-router";
import { useChangeRepository, useRemoveRepository } from "../../api/repositories";
import { useMay } from "../../api/session";
import type { Repository, StrategyKind } from "../../api/types";
import { Button } from "../../ui/button";
import { Choice, type Option } from "../../ui/choice";
import { Failure } from "../../ui/notice";
import { Sheet } from "../../ui/sheet";
import { STRATEGIES } from "../repositories/strategies";
import styles from "./repository.module.css";

const OPTIONS = Object.entries(STRATEGIES).map(([id, name]) => ({ id, name })) as Option<StrategyKind>[];

export const Settings = ({ repository }: { repository: Repository }) => {
  const change = useChangeRepository(repository.id);
  const may = useMay("repositories:write");
  return (
    <div className={styles.settings}>
      <section>
        <Choice
          label="What counts as a deployment"
          options={OPTIONS}
          value={repository.strategy.kind ?? "auto"}
          onChange={(kind) => change.mutate({ strategy: { ...repository.strategy, kind }, expected_version: repository.version })}
          isDisabled={change.isPending || !may}
        />
        <p role="status">{change.isSuccess && "Saved. The numbers are worked out again."}</p>
        {change.error && <Failure error={change.error} />}
      </section>
      {may && <Remove repository={repository} />}
    </div>
  );
};

const Remove = ({ repository }: { repository: Repository }) => {
  const [asking, setAsking] = useState(false);
  const remove = useRemoveRepository(repository.id);
  const navigate = useNavigate();
  return (
    <section>
      <Button look="danger" onPress={() => setAsking(true)}>
        Remove repository
      </Button>
      <Sheet title={`Remove ${repository.name}?`} isOpen={asking} onClose={() => setAsking(false)}>
        <p>Its numbers disappear from every report. The clone itself is not touched, and adding it again brings them back.</p>
        {remove.error && <Failure error={remove.error} />}
        <Button
          look="danger"
          isPending={remove.isPending}
          onPress={() => remove.mutate(undefined, { onSuccess: () => void navigate("/repositories") })}
        >
          Remove {repository.name}
        </Button>
      </Sheet>
    </section>
  );
};
