"""What a figure counts, and whether that is a claim at all."""
