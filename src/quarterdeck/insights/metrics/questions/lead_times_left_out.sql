-- How many changes have no lead time, by cause.
select excluded, count(*)
from ({lead_times}) lead_times
where excluded is not null
group by excluded
