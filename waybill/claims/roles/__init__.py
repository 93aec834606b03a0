"""Who plays which part of an action: giver, taker, doer; and legal caps, which nobody plays."""
