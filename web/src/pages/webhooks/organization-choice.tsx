import type { Organization } from "../../api/types";
import { Select } from "../../ui/select";

interface Props {
  all: readonly Organization[];
  value: string;
  onChange: (id: string) => void;
}

/** Only shown where there is something to choose between. */
export const OrganizationChoice = ({ all, value, onChange }: Props) =>
  all.length > 1 ? <Select label="Organization" options={all} value={value} onChange={onChange} /> : null;
