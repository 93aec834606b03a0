"""Which period a figure speaks of, and which kind of figure it is."""
