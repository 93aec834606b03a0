"""On whose word: names, speakers and accounts, and how far they stand by a figure."""
