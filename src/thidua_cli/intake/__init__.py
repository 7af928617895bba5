"""What an office sends in: CSV and XLSX files to proposed figures, each with its place; and the form to fill in.

Knows nothing of the ledger. Importing this package loads no spreadsheet library.
"""

from __future__ import annotations

from .columns import Broken, Head, Proposed, Styled, Value
from .reading import Intake, read_intake
from .source import Source, load_source

__all__ = ["Broken", "Head", "Intake", "Proposed", "Source", "Styled", "Value", "load_source", "read_intake"]
