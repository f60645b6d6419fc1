-- What never arrived, and which sources the rest has: four short looks instead of words compared in every row.
select
    (select count(*) from deployments where status <> 'success' and {deployments_in_scope}),
    exists (select 1 from deployments where source = 'observed' and status = 'success' and {deployments_in_scope}),
    exists (select 1 from deployments where source = 'derived' and status = 'success' and {deployments_in_scope}),
    exists (select 1 from deployments where source = 'imported' and status = 'success' and {deployments_in_scope})
