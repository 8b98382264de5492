"""Questions out of the bank: which, in which format, by whom."""
