-- The shape of durations in each step of the trend, and of all: of every one, or of a sample by the second in
-- which it began, which neither the engine nor the order of insertion can change.
select
    period,
    count(*) as n,
    percentile_cont({levels}) within group (order by seconds)
from (
    select
        cast(floor(
            (cast(extract(epoch from {local_ended}) as double precision) - :origin::double precision)
            / :span::double precision
        ) as integer) as period,
        seconds
    from ({durations}) durations
    where excluded is null
      and mod(cast(floor(extract(epoch from began)) as bigint), :every::bigint) = 0
) stepped
group by grouping sets ((period), ())
