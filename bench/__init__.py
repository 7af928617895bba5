"""Measurements of thidua against the bare libraries and against its peers; run with `python -m bench`."""
