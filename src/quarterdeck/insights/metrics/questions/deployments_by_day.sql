-- What was deployed on each local day, apart for what arrived and what never did.
select
    cast(date_trunc('day', {local_finished}) as date) as day,
    status = 'success' as arrived,
    count(*) as n,
    count(failed) as judged,
    count(*) filter (where failed) as failed,
    count(*) filter (where kind <> 'planned') as unplanned,
    count(*) filter (where source = 'observed') as observed,
    count(*) filter (where source = 'derived') as derived
from deployments
where {deployments_in_scope}
group by 1, 2
order by 1, 2
