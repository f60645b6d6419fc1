import { useState } from "react";
import { usePullRequests } from "../../api/repositories";
import type { PullRequest } from "../../api/types";
import { instant } from "../../format/times";
import { Badge } from "../../ui/badge";
import { Empty, Failure } from "../../ui/notice";
import { Pager } from "../../ui/pager";
import { Loading } from "../../ui/progress";
import { Table, type Column } from "../../ui/table";
import { Lines, Who } from "./commits";

export const PullRequests = ({ repositoryId }: { repositoryId: string }) => {
  const [page, setPage] = useState(1);
  const requests = usePullRequests(repositoryId, page);
  if (requests.isPending) return <Loading what="pull requests" />;
  if (requests.error) return <Failure error={requests.error} retry={() => void requests.refetch()} />;
  const { items, total, page_size } = requests.data;
  if (total === 0) {
    return (
      <Empty title="No pull requests found">
        From a clone alone they are told by merge commits and by the numbers in squashed subjects; this history has neither.
      </Empty>
    );
  }
  return (
    <>
      <Table caption="Pull requests" columns={COLUMNS} rows={items} rowKey={({ id }) => id} />
      <Pager what="pull requests" page={page} pageSize={page_size} total={total} onPage={setPage} />
    </>
  );
};

const TONES: Record<PullRequest["state"], "good" | "sea" | "plain"> = { merged: "good", open: "sea", closed: "plain" };

const COLUMNS: Column<PullRequest>[] = [
  { name: "Number", cell: ({ number }) => (number === null ? "—" : `#${number}`) },
  { name: "Title", wide: true, cell: ({ title }) => title },
  { name: "State", cell: ({ state }) => <Badge tone={TONES[state]}>{state}</Badge> },
  { name: "Author", cell: (request) => <Who name={request.author_name} actor={request.actor} /> },
  { name: "Merged", cell: ({ merged_time }) => (merged_time ? instant(merged_time) : "—") },
  { name: "Lines", figures: true, cell: (request) => <Lines {...request} /> },
];
