"""Reports with gold, the scorer that reads them, and the comparison of two commits over them."""
