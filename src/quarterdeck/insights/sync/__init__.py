"""Reading repositories: from git and from what was handed in to one set of facts, replaced in one piece."""
