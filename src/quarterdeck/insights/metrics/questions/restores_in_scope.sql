select repository_id, incident_id, resolved_time, {began} as began, source,
    cast(extract(epoch from resolved_time - {began}) as double precision) as seconds,
    case when {began} is null then 'failed_deployment_unknown'
         when {began} > resolved_time then 'clock_skew' end as excluded
from incidents
where repository_id = any(:repositories::text[])
  and (:service::text is null or service = :service::text)
  and resolved_time >= :from and resolved_time < :until
