-- What was deployed on each local day.
select
    cast(date_trunc('day', {local_finished}) as date) as day,
    count(*) as finished,
    count(failed) as judged,
    count(*) filter (where failed) as failed,
    count(*) filter (where kind <> 'planned') as unplanned
from deployments
where status = 'success' and {deployments_in_scope}
group by 1
order by 1
