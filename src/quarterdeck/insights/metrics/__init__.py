"""Numbers over facts: which rows, which definition, how sure. No web, no framework."""
