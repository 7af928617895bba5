"""The calculating part: plans, figures, periods and verdicts, with no file, clock or terminal in it."""
