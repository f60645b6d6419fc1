-- Since when deployments of this scope are known at all: tells "none" from "no source".
select min(finished_time)
from deployments
where repository_id = any(:repositories::text[])
  and environment = :environment
  and (:service::text is null or service = :service::text)
  and status = 'success'
