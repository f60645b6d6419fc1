-- Whether anything is deployed that the scope leaves out. The engines answer from statistics or the first such row.
select exists (
    select 1 from deployments
    where repository_id = any(:repositories::text[])
      and (environment <> :environment or service <> :service::text)
)
