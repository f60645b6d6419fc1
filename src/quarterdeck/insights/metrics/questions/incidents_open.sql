-- What still lasted when the window ended, the longest of it, and whether any incident is known at all.
select
    count(*) filter (where lasts) as still_open,
    max(cast(extract(epoch from :until::timestamp - started_time) as double precision)) filter (where lasts),
    count(*) as known
from (
    select started_time,
        started_time < :until::timestamp and (resolved_time is null or resolved_time >= :until::timestamp) as lasts
    from incidents
    where repository_id = any(:repositories::text[])
      and (:service::text is null or service = :service::text)
) incidents_known
