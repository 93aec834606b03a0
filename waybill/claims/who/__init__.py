"""What was done, by whom and to whom: from the clause, then from what the document settles."""
