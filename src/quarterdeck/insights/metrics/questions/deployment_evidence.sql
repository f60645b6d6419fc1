-- Deployments behind a number, the ones that move it most first.
select 'deployment', id, repository_id, ref, null::text, null::timestamp, finished_time, null::double precision,
    status = 'success' and {counts},
    case when status <> 'success' then 'never_arrived' else {why} end,
    service, environment, sha, deployment_id, null::integer, null::text, source, effect
from ({page}) deployments_shown
order by effect desc, repository_id, id
