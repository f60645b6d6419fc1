import type { Role } from "../../api/types";
import { ROLES } from "../../features/roles";
import { FilterField } from "../../ui/filter-field";
import { Filters } from "../../ui/layout";
import { useFilterParams } from "../../ui/search-params";
import { type Option, Select } from "../../ui/select";

const ALL = "all";
const ROLE_FILTER: Option<string>[] = [
  { id: ALL, name: "Every role" },
  ...(Object.keys(ROLES) as Role[]).map((id) => ({ id, name: ROLES[id].name })),
];
const STATE_FILTER: Option<string>[] = [
  { id: ALL, name: "Every state" },
  { id: "no", name: "Active" },
  { id: "yes", name: "Disabled" },
];

export const UserFilters = () => {
  const [params, change] = useFilterParams();
  const put = (name: string) => (id: string) => change({ [name]: id === ALL ? undefined : id });
  return (
    <Filters>
      <FilterField
        label="E-mail address"
        value={params.get("email") ?? ""}
        onChange={(email) => change({ email })}
        placeholder="ada@example.org"
      />
      <Select label="Role" options={ROLE_FILTER} value={params.get("role") ?? ALL} onChange={put("role")} />
      <Select label="State" options={STATE_FILTER} value={params.get("disabled") ?? ALL} onChange={put("disabled")} />
    </Filters>
  );
};
