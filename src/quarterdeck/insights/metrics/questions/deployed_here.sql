and not exists (
    select 1 from deployments d
    where d.repository_id = c.repository_id
      and d.deployment_id = c.deployment_id
      and (d.environment <> :environment or d.service <> :service::text)
  )
