-- Seconds from one deployment of a service to its next, half of them shorter.
select percentile_cont(0.5) within group (order by gap)
from (
    select cast(extract(epoch from finished_time) as double precision)
        - lag(cast(extract(epoch from finished_time) as double precision))
            over (partition by repository_id, service order by finished_time) as gap
    from deployments
    where {deployments_in_scope} and status = 'success'
) gaps
