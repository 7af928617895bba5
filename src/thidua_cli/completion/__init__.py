"""What TAB offers, answered before any command or library is loaded: names, options, ids, periods, choices.

`offers.json` is derived from the commands themselves: `pytest tests/completion --rewrite` writes it anew, and the
same test fails while it differs from them.
"""
