"""From results to documents: all wording of pages, one file per kind of page."""
