repository_id = any(:repositories::text[])
  and environment = :environment
  and (:service::text is null or service = :service::text)
  and finished_time >= :from and finished_time < :until
  {carried_by_actors}
