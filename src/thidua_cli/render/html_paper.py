"""What surrounds an official paper, in HTML: letterhead, title, căn cứ, Nơi nhận and signature."""

from __future__ import annotations

from collections.abc import Iterator

from .document import Frame
from .html_text import escaped
from .paper import ADDRESSED_TO, MOTTO, NATION, SENT_TO, addressee_lines, listed, number_line, recipient_lines


def head_html(frame: Frame) -> Iterator[str]:
    """Issuer beside quốc hiệu and tiêu ngữ, the kind of paper with its subject, Kính gửi, căn cứ."""
    yield '<header class="letterhead">'
    yield '<div class="issuer">'
    if frame.superior:
        yield f'<p class="superior">{escaped(frame.superior.upper())}</p>'
    yield f'<p class="ruled short"><b>{escaped(frame.issuer.upper())}</b></p>'
    yield f'<p class="symbol">{escaped(number_line(frame))}</p>'
    yield "</div>"
    yield '<div class="nation">'
    yield f"<p><b>{NATION}</b></p>"
    yield f'<p class="ruled motto"><b>{MOTTO}</b></p>'
    yield f'<p class="day"><i>{escaped(frame.place_and_day)}</i></p>'
    yield "</div>"
    yield "</header>"
    yield f"<h1>{escaped(frame.kind)}{_subject(frame)}</h1>"
    if frame.addressees:
        yield '<div class="addressees">'
        yield f"<p>{ADDRESSED_TO}</p>"
        yield "<ul>" + "".join(f"<li>{escaped(line)}</li>" for line in addressee_lines(frame)) + "</ul>"
        yield "</div>"
    yield from (f'<p class="basis">{escaped(line)}</p>' for line in listed(frame.bases))


def _subject(frame: Frame) -> str:
    return f'<span class="subject ruled short">{escaped(frame.subject)}</span>' if frame.subject else ""


def foot_html(frame: Frame) -> Iterator[str]:
    """Nơi nhận on the left, the signature with room to sign on the right; never torn apart by a page."""
    recipients = recipient_lines(frame)
    if not (recipients or frame.signature or frame.signatory):
        return
    yield '<div class="closing">'
    yield '<div class="recipients">'
    if recipients:
        yield f"<p><b><i>{SENT_TO}</i></b></p>"
        yield "<ul>" + "".join(f"<li>- {escaped(line)}</li>" for line in recipients) + "</ul>"
    yield "</div>"
    yield '<div class="signature">'
    yield from (f"<p><b>{escaped(line)}</b></p>" for line in frame.signature)
    yield f'<p class="signatory"><b>{escaped(frame.signatory)}</b></p>'
    yield "</div>"
    yield "</div>"
