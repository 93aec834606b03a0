"""A sentence as words with marks, clauses, phrases, and what its nouns and times say. Knows nothing of claims."""
