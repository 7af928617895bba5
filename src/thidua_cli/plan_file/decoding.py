"""A plan file's bytes to text; what cannot be read is a finding of the plan reader, at its line and column."""

from __future__ import annotations

from ..vietnamese import decoding
from .nodes import Finding, Spot, Unreadable


def decode(content: bytes) -> str:
    """The text of a plan file; raises Unreadable naming line and column."""
    try:
        return decoding.decode(content)
    except decoding.Undecodable as error:
        found = (Finding(Spot(place.line, place.column), place.sentence) for place in error.found)
        raise Unreadable(*found) from None
