"""Engineering insight: facts from sources, metrics over facts, and the routes that answer with them."""
