select deployments.*, deployment_id as id,
    cast({weight} as double precision) * 1e11 + cast(extract(epoch from finished_time) as double precision) as effect
from deployments
where {deployments_in_scope}
