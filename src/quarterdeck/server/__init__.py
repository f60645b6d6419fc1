"""The composition root: everything is joined here, once, by hand."""
