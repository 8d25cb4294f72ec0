"""Draws an address as a QR code: for a terminal, and for a page."""

from __future__ import annotations

import io


def terminal(text: str) -> str:
    """The code in half blocks, as lines of white (filled) on black (empty): colour them so."""
    import segno

    out = io.StringIO()
    segno.make_qr(text, error="l").terminal(out, border=2, compact=True)
    return out.getvalue()


def svg(text: str) -> str:
    """The code as an SVG element without size or colours of its own: class "qr" is for the page to style."""
    import segno

    code = segno.make_qr(text, error="m")
    return str(code.svg_inline(border=2, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True))
