-- Changes behind the lead time, the longest first, what was left out last.
select 'change', change_id, shown.repository_id, changes.title, shown.actor, began, deployed_time,
    case when excluded is null then seconds / 3600 end, excluded is null, excluded,
    deployments.service, deployments.environment, coalesce(changes.merge_sha, deployments.sha), shown.deployment_id,
    changes.number, changes.url, coalesce(deployments.source, changes.source, 'derived'), effect
from ({page}) shown
left join changes using (repository_id, change_id)
left join deployments on deployments.repository_id = shown.repository_id
    and deployments.deployment_id = shown.deployment_id
order by effect desc, shown.repository_id, shown.id
