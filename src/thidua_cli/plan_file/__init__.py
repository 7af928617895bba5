"""The plan file: YAML text to a checked Plan, every fault with file, line and column. The only yaml, the only pydantic.

Importing this package loads neither library: a plan that the ledger already holds is used without them.
"""

from ..domain.plan import Plan
from .opening import PlanText, head, load_text

READER_VERSION = 3
"""Raised whenever the same file would be read differently, so that stored plans are read again."""
__all__ = ["READER_VERSION", "PlanText", "head", "load_text", "read_plan"]


def read_plan(text: PlanText) -> Plan:
    """The plan of a file; raises InvalidInput with all its faults, in the file's order."""
    from .rules import read

    return read(text)
