"""What an office sends in: CSV and XLSX to proposed figures, each with its place; and the form to fill in.

Knows nothing of the ledger; only `workbook` and `form` need a spreadsheet library.
"""
