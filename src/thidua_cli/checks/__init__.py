"""Checks of a year's figures: each rule is one small function from the evidence to findings; none changes anything."""

from __future__ import annotations

from .evidence import Evidence, Finding, Severity
from .rules import RULES, Rule, findings

__all__ = ["RULES", "Evidence", "Finding", "Rule", "Severity", "findings"]
