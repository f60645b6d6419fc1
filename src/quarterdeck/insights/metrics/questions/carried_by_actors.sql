and exists (
    select 1 from deployment_changes carried
    where carried.repository_id = deployments.repository_id
      and carried.deployment_id = deployments.deployment_id
      and carried.actor = any(:actors::text[])
  )
