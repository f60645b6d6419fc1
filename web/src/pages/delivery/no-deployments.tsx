import { Button } from "../../ui/button";
import { Callout } from "../../ui/notice";
import { type Filters, widened } from "./filters";

interface Props {
  filters: Filters;
  change: (params: Record<string, string | undefined>) => void;
}

/** A quiet repository is no broken page: say so, and offer the period in which something may have happened. */
export const NoDeployments = ({ filters, change }: Props) => {
  const wider = widened(filters);
  return (
    <Callout>
      Nothing was deployed in this period.{" "}
      {wider && (
        <Button variant="quiet" onPress={() => change(wider)}>
          Look at the last {wider["range"] === "365d" ? "12 months" : "10 years"}
        </Button>
      )}
    </Callout>
  );
};
