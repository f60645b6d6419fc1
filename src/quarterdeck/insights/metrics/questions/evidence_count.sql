-- How many rows stand behind the number.
select count(*) from ({ranked}) ranked
