-- How long what ended in the window had lasted: by bucket, by step of the trend, and of all.
select
    bucket,
    period,
    grouping(bucket) = 0 as is_bucket,
    grouping(period) = 0 as is_period,
    count(*) filter (where excluded is null) as n,
    count(*) filter (where excluded = 'clock_skew') as clock_skew,
    count(*) filter (where excluded = 'failed_deployment_unknown') as failed_deployment_unknown,
    count(*) filter (where source = 'observed') as observed,
    count(*) filter (where source = 'derived') as derived,
    count(*) filter (where source = 'imported') as imported,
    percentile_cont({sketch}) within group (order by seconds) filter (where excluded is null),
    percentile_cont(0.9) within group (order by seconds) filter (where excluded is null)
from (
    select
        cast(date_trunc('{unit}', {local_resolved}) as date) as bucket,
        cast(floor(
            (cast(extract(epoch from {local_resolved}) as double precision) - :origin::double precision)
            / :span::double precision
        ) as integer) as period,
        cast(extract(epoch from resolved_time - {began}) as double precision) as seconds,
        case when {began} is null then 'failed_deployment_unknown'
             when {began} > resolved_time then 'clock_skew' end as excluded,
        source
    from incidents
    where repository_id = any(:repositories::text[])
      and (:service::text is null or service = :service::text)
      and resolved_time >= :from and resolved_time < :until
) ended
group by grouping sets ((bucket), (period), ())
