"""Draws an address as a QR code, for a terminal or a page."""

from __future__ import annotations

import io


def terminal(text: str) -> str:
    """The code in half blocks, as lines to be printed in white on black."""
    import segno

    out = io.StringIO()
    segno.make_qr(text, error="l").terminal(out, border=2, compact=True)
    return out.getvalue()


def svg(text: str) -> str:
    """The code as an SVG element without a size, so that the page's style sheet sets it by the class "qr"."""
    import segno

    code = segno.make_qr(text, error="m")
    return str(code.svg_inline(border=2, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True))
