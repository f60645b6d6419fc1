c.repository_id = any(:repositories::text[])
  and c.deployed_time >= :from and c.deployed_time < :until
  and (:actors::text[] is null or c.actor = any(:actors::text[]))
  {deployed_here}
