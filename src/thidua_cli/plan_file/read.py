"""A plan file's text to a checked Plan: decode, tree, values, structure, rules; all faults together."""

from __future__ import annotations

from typing import Any, get_args, get_origin

from ..domain.plan import Plan
from ..errors import MOST_FAULTS_SHOWN
from ..vietnamese.numbers import shown
from ..vietnamese.text import nearest
from .events import Finding, Path, Unreadable, decode, invalid, key_words, tree_of
from .opening import PlanText
from .shape import Shape, adapter, hints

# Each by its name in new versions of pydantic and in old ones.
MISSING = ("missing", "missing_argument")
UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
NO_KEYS = ("named_tuple_type", "arguments_type")


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
        return adapter().validate_python(shape.values), []
    except ValidationError as error:
        return None, findings_of(error.errors(include_url=False, include_context=False, include_input=False), shape)


def findings_of(errors: list[Any], shape: Shape) -> list[Finding]:
    """The errors as findings, without those at places that already have one."""
    told = [error for error in errors if not _is_told(error["loc"], shape)]
    told = _without_misspelt(told)
    # A suggestion costs a search; beyond the faults that are shown nobody reads it.
    return [_finding(error["type"], error["loc"], shape, place < MOST_FAULTS_SHOWN) for place, error in enumerate(told)]


def _without_misspelt(errors: list[Any]) -> list[Any]:
    """A key that is there under a misspelt name is told once, at that name."""
    unknown = [error["loc"] for error in errors if error["type"] in UNKNOWN]
    meant = {(*path[:-1], name) for path in unknown[:MOST_FAULTS_SHOWN] for name in _meant(path)[:1]}
    return [error for error in errors if error["type"] not in MISSING or error["loc"] not in meant]


def _meant(path: Path) -> list[str]:
    return nearest(str(path[-1])[:40], list(hints(kind_at(path[:-1]))))


def _is_told(path: Path, shape: Shape) -> bool:
    return any(path[:length] in shape.faulty for length in range(1, len(path) + 1))


def _finding(kind: str, path: Path, shape: Shape, suggest: bool) -> Finding:
    name = _name(path)
    if kind in MISSING:
        example = key_words()[kind_at(path[:-1]).__name__]["examples"][name]
        return Finding(shape.spot(path[:-1]), f"{name}: thiếu khóa bắt buộc; hãy thêm '{name}: {example}'")
    if kind in UNKNOWN:
        return Finding(shape.keys[path], f"{shown(name)}: {_unknown(path, shape, suggest)}")
    if kind == "tuple_type":
        return Finding(shape.spot(path), f"{name}: phải là danh sách; hãy viết mỗi mục một dòng bắt đầu bằng '- '")
    if kind in NO_KEYS:
        keys = ", ".join(hints(kind_at(path)))
        return Finding(shape.spot(path), f"{name}: phải là nhóm khóa; hãy ghi các khóa trong số: {keys}")
    return Finding(shape.spot(path), f"{name}: giá trị không hợp lệ")


def _unknown(path: Path, shape: Shape, suggest: bool) -> str:
    if path in shape.torn:
        return "dấu phẩy trong { } đã tách giá trị làm đôi; hãy để giá trị có dấu phẩy trong ngoặc kép"
    known = list(hints(kind_at(path[:-1])))
    near = _meant(path) if suggest else []
    if near:
        return f"không có khóa này; ý bạn là '{near[0]}'?"
    return f"không có khóa này; các khóa dùng được: {', '.join(known)}"


def kind_at(path: Path) -> type:
    """The class whose keys stand at a place."""
    kind: Any = Plan
    for name in (part for part in path if isinstance(part, str)):
        hint = hints(kind)[name]
        kind = get_args(hint)[0] if get_origin(hint) is tuple else hint
    held: type = kind
    return held


def _name(path: Path) -> str:
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    return f"{name}[{path[-1] + 1}]" if path and isinstance(path[-1], int) else name
