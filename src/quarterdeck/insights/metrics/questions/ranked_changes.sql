select lead_times.*, change_id || ' ' || deployment_id as id,
    case when excluded is null then seconds else -1 end as effect
from ({lead_times}) lead_times
