c.repository_id = any(:repositories::text[])
  and c.deployed_time >= :from and c.deployed_time < :until
  and (:actors::text[] is null or c.actor = any(:actors::text[]))
  -- shut out what is not wanted rather than join what is: of one environment alone there is nothing to join
  and not exists (
    select 1 from deployments d
    where d.repository_id = c.repository_id
      and d.deployment_id = c.deployment_id
      and (d.environment <> :environment or d.service <> :service::text or d.status <> 'success')
  )
