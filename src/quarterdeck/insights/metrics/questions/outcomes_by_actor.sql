-- How deployments ended that carried a change of each kind of author. Changes know when they were deployed, so
-- that only rows of the time asked about are joined.
select actor, count(failed) as judged, count(*) filter (where failed) as failed
from (
    select distinct carried.actor, deployments.repository_id, deployments.deployment_id, failed
    from deployments
    join deployment_changes carried
        on carried.repository_id = deployments.repository_id
        and carried.deployment_id = deployments.deployment_id
    where deployments.repository_id = any(:repositories::text[])
      and environment = :environment
      and (:service::text is null or service = :service::text)
      and finished_time >= :from and finished_time < :until
      and status = 'success'
      and carried.deployed_time >= :from and carried.deployed_time < :until
      and (:actors::text[] is null or carried.actor = any(:actors::text[]))
) outcomes
group by actor
