-- Lead times of each bucket, of each kind of author, and of all, in one pass.
select
    bucket,
    actor,
    grouping(bucket) = 0 as is_bucket,
    grouping(actor) = 0 as is_cohort,
    count(*) as n,
    percentile_cont(array[0.5, 0.75, 0.9]) within group (order by seconds)
from (
    select cast(date_trunc('{unit}', {local_deployed}) as date) as bucket, actor, seconds
    from ({lead_times}) lead_times
    where excluded is null
) bucketed
group by grouping sets ((bucket), (actor), ())
