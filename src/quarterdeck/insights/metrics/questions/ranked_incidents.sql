select repository_id, incident_id as id, {began} as began, resolved_time, lasts,
    cast(extract(epoch from coalesce(resolved_time, :until::timestamp) - {began}) as double precision) as seconds,
    -- the longest weigh most; those still open stand before all
    case when lasts then 1e11 when {began} is null or {began} > resolved_time then -2e11 else 0 end
        + coalesce(cast(extract(epoch from coalesce(resolved_time, :until::timestamp) - {began}) as double precision), 0)
        as effect
from (
    select *, resolved_time is null or resolved_time >= :until::timestamp as lasts
    from incidents
    where repository_id = any(:repositories::text[])
      and (:service::text is null or service = :service::text)
      and started_time < :until::timestamp
      and (resolved_time is null or resolved_time >= :from)
) incidents_near
