"""A plan file's text to a checked Plan: decode, tree, values, structure, rules; all faults together."""

from __future__ import annotations

from ..domain.plan import Plan
from .checked import adapter, built
from .decoding import decode
from .events import tree_of
from .nodes import Finding, Unreadable, invalid
from .opening import PlanText
from .shape import Shape


def read(text: PlanText) -> Plan:
    """The plan; raises InvalidInput with every fault, in the file's order."""
    try:
        shape = shape_of(text)
    except Unreadable as error:
        raise invalid(text.path, list(error.findings)) from None
    from .rules import broken

    plan, findings = _structured(shape)
    findings = [*shape.findings, *findings, *broken(shape)]
    if findings or plan is None:
        raise invalid(text.path, findings)
    return plan


def shape_of(text: PlanText) -> Shape:
    """The file's values with their places; raises Unreadable."""
    return Shape(tree_of(decode(text.content)))


def _structured(shape: Shape) -> tuple[Plan | None, list[Finding]]:
    from pydantic import ValidationError

    try:
        return built(adapter().validate_python(shape.values)), []
    except ValidationError as error:
        from .faults import findings_of

        return None, findings_of(error.errors(include_url=False, include_context=False, include_input=False), shape)
