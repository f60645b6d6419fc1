import { useState } from "react";
import { usePullRequests } from "../../api/repositories";
import type { PullRequest } from "../../api/types";
import { instant } from "../../format/times";
import { Badge } from "../../ui/badge";
import { EmptyState, ErrorMessage } from "../../ui/notice";
import { Pagination } from "../../ui/pagination";
import { Loading } from "../../ui/progress";
import { type Column, Table } from "../../ui/table";
import { AuthorCell, LinesCell } from "./commits";

export const PullRequests = ({ repositoryId }: { repositoryId: string }) => {
  const [page, setPage] = useState(1);
  const requests = usePullRequests(repositoryId, page);
  if (requests.isPending) return <Loading what="pull requests" />;
  if (requests.error) return <ErrorMessage error={requests.error} retry={() => void requests.refetch()} />;
  const { items, total, page_size } = requests.data;
  if (total === 0) {
    return (
      <EmptyState title="No pull requests found">
        From a clone alone they are told by merge commits and by the numbers in squashed subjects; this history has neither.
      </EmptyState>
    );
  }
  return (
    <>
      <Table caption="Pull requests" columns={COLUMNS} rows={items} rowKey={({ id }) => id} />
      <Pagination what="pull requests" page={page} pageSize={page_size} total={total} onPage={setPage} />
    </>
  );
};

const TONES: Record<PullRequest["state"], "good" | "info" | "plain"> = { merged: "good", open: "info", closed: "plain" };

const COLUMNS: Column<PullRequest>[] = [
  { name: "Number", cell: ({ number }) => (number === null ? "—" : `#${number}`) },
  { name: "Title", wide: true, cell: ({ title }) => title },
  { name: "State", cell: ({ state }) => <Badge tone={TONES[state]}>{state}</Badge> },
  { name: "Author", cell: (request) => <AuthorCell name={request.author_name} actor={request.actor} /> },
  { name: "Merged", cell: ({ merged_time }) => (merged_time ? instant(merged_time) : "—") },
  { name: "Lines", figures: true, cell: (request) => <LinesCell {...request} /> },
];
