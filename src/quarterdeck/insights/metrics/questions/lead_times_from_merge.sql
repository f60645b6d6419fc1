select c.repository_id, c.deployment_id, c.change_id, c.actor, c.deployed_time, c.merged_time as began,
    cast(extract(epoch from c.deployed_time - c.merged_time) as double precision) as seconds,
    case when c.excluded = 'baseline' then 'baseline'
         when c.merged_time > c.deployed_time then 'clock_skew' end as excluded
from deployment_changes c
where {changes_in_scope}
