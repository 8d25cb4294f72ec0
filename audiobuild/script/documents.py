"""Files that are no text: a Word document becomes a web page, others are refused with a program that converts them."""

from __future__ import annotations

import io
from collections.abc import Mapping

from audiobuild.errors import ScriptError
from audiobuild.i18n import N_, _
from audiobuild.regex import lazy

LARGEST = 64 * 1024 * 1024
"""Bytes that a Word document may unpack to: a long book has 10 MB; a file made to fill the memory has gigabytes."""
_WORD = "word/document.xml"  # the part of a zip file that makes it a Word document
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh\ncomment-reference =>"
_BLOCK_ENDS = lazy(r"(?<=</p>)|(?<=</h[1-6]>)|(?<=</li>)|(?<=</tr>)|(?<=[uo]l>)")
_NOTES = lazy(r"<ol>\s*<li id=\"(?:foot|end)note-.*$|<sup><a href=\"#(?:foot|end)note-.*?</sup>", 16)  # 16: DOTALL

#: How the files begin that people try, their names, and what makes a script of them.
_OTHERS = (
    (b"%PDF-", N_("a PDF"), "pdftotext -layout {0} {1}.txt"),
    (b"{\\rtf", N_("an RTF document"), "pandoc {0} -o {1}.md"),
    (b"\xd0\xcf\x11\xe0", N_("an old or an encrypted Word document"), "soffice --convert-to docx {0}"),
)


def as_text(data: bytes, name: str) -> bytes:
    """The bytes of a script: those of a text as they are, of a Word document as HTML with a paragraph on each line.

    Raises ScriptError for a document that cannot be read, with what to do.
    """
    if data.startswith(b"PK\x03\x04"):
        return _page(data, name)
    for magic, kind, command in _OTHERS:
        if data.startswith(magic):
            raise ScriptError(_refusal(name, _(kind), command))
    return data


def _refusal(name: str, kind: str, command: str) -> str:
    stem = name.rpartition(".")[0] or name
    return _("{name} is {kind}, not a script; convert it first, for example: {command}").format(
        name=name, kind=kind, command=command.format(name, stem)
    )


def _page(data: bytes, name: str) -> bytes:
    """A Word document as HTML without pictures, notes and comments."""
    import zipfile  # imported here, with the libraries below it: most scripts are text
    import zlib
    from xml.parsers.expat import ExpatError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            _check_parts({part.filename: part.file_size for part in parts.infolist()}, name)
        html = _converted(data)
    except (zipfile.BadZipFile, zlib.error, ExpatError) as error:
        raise ScriptError(
            _("{name} is damaged ({error}); save it again as .docx or as plain text.").format(name=name, error=error)
        ) from error
    except (KeyError, ValueError, AttributeError, TypeError, RuntimeError, OSError) as error:
        # What mammoth raises for a document that is built otherwise than Word builds it.
        raise ScriptError(
            _("{name} cannot be read as a Word document; save it as plain text.").format(name=name)
        ) from error
    return b"<!DOCTYPE html><html><body>" + html.encode() + b"</body></html>\n"


def _check_parts(sizes: Mapping[str, int], name: str) -> None:
    """Raise ScriptError unless a zip file with parts of these sizes is a Word document that can be unpacked."""
    if _WORD not in sizes:
        if "META-INF/container.xml" in sizes:
            raise ScriptError(_refusal(name, _("an EPUB"), "pandoc {0} -o {1}.md"))
        raise ScriptError(_refusal(name, _("an archive"), "unzip {0}"))
    if sum(sizes.values()) > LARGEST:
        raise ScriptError(
            _("{name} unpacks to more than {size} MB; save it as plain text.").format(name=name, size=LARGEST >> 20)
        )


def _converted(data: bytes) -> str:
    import mammoth

    without = mammoth.images.img_element(lambda picture: {"src": ""})
    html = mammoth.convert_to_html(io.BytesIO(data), style_map=_STYLES, convert_image=without).value
    return _BLOCK_ENDS.sub("\n", _NOTES.sub("", html))
