-- What was deployed on each local day.
select
    cast(date_trunc('day', {local_finished}) as date) as day,
    count(*) filter (where status = 'success') as finished,
    count(*) filter (where status = 'success' and failed is not null) as judged,
    count(*) filter (where status = 'success' and failed) as failed,
    count(*) filter (where status = 'success' and kind <> 'planned') as unplanned,
    count(*) filter (where status = 'failure') as never_arrived,
    count(*) filter (where status = 'success' and source = 'observed') as observed,
    count(*) filter (where status = 'success' and source = 'derived') as derived,
    count(*) filter (where status = 'success' and source = 'imported') as imported
from deployments
where {deployments_in_scope}
group by 1
order by 1
