"""Vietnamese in and out: numbers, dates, words, folding and sorting; the same for every command and format."""
