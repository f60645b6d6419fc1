import { useUsers } from "../../api/users";
import { Button } from "../../ui/button";
import { FilterField } from "../../ui/filter-field";
import { Filters } from "../../ui/layout";
import { useFilterParams } from "../../ui/search-params";
import { type Option, Select } from "../../ui/select";
import { OUTCOMES } from "./filter";

const ALL = "all";
const OUTCOME_OPTIONS: Option<string>[] = [
  { id: ALL, name: "Every outcome" },
  ...OUTCOMES.map((id) => ({ id: id as string, name: id[0]!.toUpperCase() + id.slice(1) })),
];
const CLEAR = { actor_id: "", action: "", object_type: "", object_id: "", outcome: "", from: "", to: "" };
const NARROWING = Object.keys(CLEAR);

export const AuditFilters = () => {
  const [params, change] = useFilterParams();
  const put = (name: string) => (value: string) => change({ [name]: value === ALL ? undefined : value });
  const text = (name: string) => ({ value: params.get(name) ?? "", onChange: put(name) });
  return (
    <Filters>
      <Actor value={params.get("actor_id") ?? ALL} onChange={put("actor_id")} />
      <FilterField label="Action" placeholder="user.create" {...text("action")} />
      <FilterField label="Kind of object" placeholder="api_key" {...text("object_type")} />
      <FilterField label="Object’s id" {...text("object_id")} />
      <Select label="Outcome" options={OUTCOME_OPTIONS} value={params.get("outcome") ?? ALL} onChange={put("outcome")} />
      <FilterField label="First day" type="date" {...text("from")} />
      <FilterField label="Last day" type="date" {...text("to")} />
      {NARROWING.some((name) => params.has(name)) && <Button onPress={() => change(CLEAR)}>Show everything</Button>}
    </Filters>
  );
};

const MOST = 100;

/** People are picked by name where the list is short enough; whoever is not in it still shows by id. */
const Actor = ({ value, onChange }: { value: string; onChange: (id: string) => void }) => {
  const users = useUsers({ page: 1, page_size: MOST }).data?.items ?? [];
  const options = [{ id: ALL, name: "Everyone" }, ...users.map(({ id, name, email }) => ({ id, name: `${name} (${email})` }))];
  if (options.every(({ id }) => id !== value)) options.push({ id: value, name: value });
  return <Select label="Actor" options={options} value={value} onChange={onChange} />;
};
