"""Who is in a team, and a team's page: above repositories and developers, which a bare team knows nothing of."""
