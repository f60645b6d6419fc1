select c.repository_id, c.deployment_id, c.change_id, c.actor, c.deployed_time, c.start_time as began,
    c.lead_seconds as seconds, c.excluded
from deployment_changes c
where {changes_in_scope}
