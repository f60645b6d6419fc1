-- Incidents behind the time to restore: those still open, then the longest, what was left out last.
select 'incident', id, shown.repository_id, incidents.title, null::text, began, shown.resolved_time,
    seconds / 3600, effect >= 0 and not lasts,
    case when lasts then 'still_open' when began is null then 'failed_deployment_unknown'
         when effect < 0 then 'clock_skew' else incidents.severity end,
    service, null::text, null::text, caused_by_deployment, null::integer, null::text, source, effect
from ({page}) shown
join incidents on incidents.repository_id = shown.repository_id and incidents.incident_id = shown.id
order by effect desc, shown.repository_id, shown.id
