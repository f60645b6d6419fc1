-- From the commit that brought the change in, as its committer's clock has it; unknown ones are told apart.
select c.repository_id, c.deployment_id, c.change_id, c.actor, c.deployed_time, landed.committed_time as began,
    cast(extract(epoch from c.deployed_time - landed.committed_time) as double precision) as seconds,
    case when c.excluded = 'baseline' then 'baseline'
         when landed.committed_time is null then 'commit_unknown'
         when landed.committed_time > c.deployed_time then 'clock_skew' end as excluded
from deployment_changes c
left join changes on changes.repository_id = c.repository_id and changes.change_id = c.change_id
left join commits landed on landed.repository_id = c.repository_id and landed.sha = changes.merge_sha
where {changes_in_scope}
