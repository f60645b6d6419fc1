select * from ({ranked}) ranked
where :after_effect::double precision is null
   or effect < :after_effect::double precision
   or (effect = :after_effect::double precision and (repository_id, id) > (:after_repository::text, :after_id::text))
order by effect desc, repository_id, id
limit :size::bigint offset :skip::bigint
