-- How long what ended in the window had lasted: by bucket, and of all.
select
    bucket,
    grouping(bucket) = 0 as is_bucket,
    count(*) filter (where excluded is null) as n,
    count(*) filter (where excluded = 'clock_skew') as clock_skew,
    count(*) filter (where excluded = 'failed_deployment_unknown') as failed_deployment_unknown,
    count(*) filter (where source = 'observed') > 0 as observed,
    count(*) filter (where source = 'derived') > 0 as derived,
    count(*) filter (where source = 'imported') > 0 as imported,
    percentile_cont(array[0.5, 0.75, 0.9]) within group (order by seconds) filter (where excluded is null)
from (
    select cast(date_trunc('{unit}', {local_resolved}) as date) as bucket, seconds, excluded, source
    from ({restores_in_scope}) restores
) bucketed
group by grouping sets ((bucket), ())
