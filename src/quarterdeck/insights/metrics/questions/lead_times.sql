-- Lead times of each bucket, of each kind of author, and of all, in one pass.
select
    bucket,
    actor,
    grouping(bucket) = 0 as is_bucket,
    grouping(actor) = 0 as is_cohort,
    count(*) filter (where excluded is null) as n,
    count(*) filter (where excluded = 'baseline') as baseline,
    count(*) filter (where excluded = 'clock_skew') as clock_skew,
    count(*) filter (where excluded = 'commit_unknown') as commit_unknown,
    percentile_cont(array[0.5, 0.75, 0.9]) within group (order by seconds) filter (where excluded is null)
from (
    select cast(date_trunc('{unit}', {local_deployed}) as date) as bucket, actor, seconds, excluded
    from ({lead_times}) lead_times
) bucketed
group by grouping sets ((bucket), (actor), ())
