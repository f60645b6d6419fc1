-- The shape of lead times in each step of the trend, and of all: of every one, or of every so-manieth by the
-- second in which it began, which neither engine nor insertion order can change.
select
    period,
    count(*) as n,
    percentile_cont({sketch}) within group (order by seconds)
from (
    select
        cast(floor(
            (cast(extract(epoch from {local_deployed}) as double precision) - :origin::double precision)
            / :span::double precision
        ) as integer) as period,
        seconds
    from ({lead_times}) lead_times
    where excluded is null
      and mod(cast(floor(extract(epoch from began)) as bigint), :every::bigint) = 0
) stepped
group by grouping sets ((period), ())
