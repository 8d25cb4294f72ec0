"""Word documents, and files that are no scripts."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest

from audiobuild.errors import ScriptError
from audiobuild.model import Role
from audiobuild.script import documents, read_bytes

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def run(text: str, bold: bool = False) -> str:
    return f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "") -> str:
    return f'<w:p>{f"""<w:pPr><w:pStyle w:val="{style}"/></w:pPr>""" if style else ""}{"".join(runs)}</w:p>'


NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
TALK = (
    paragraph(run("面包房的凌晨"), style="Title")
    + paragraph(run("顾晓棠做过8年程序员。"))
    + paragraph(run("记者：", bold=True), run("您几点来？"))
    + paragraph(run("顾晓棠：", bold=True), run("四点。"), NOTE)
    + paragraph(run("记者：", bold=True), run("冷吗？"))
    + paragraph(run("顾晓棠：", bold=True), run("冷，但是灯亮着。"))
)


def document(body: str = TALK, more: dict[str, str] | None = None) -> bytes:
    """A Word document as a zip file of parts."""
    links = "".join(
        f'<Relationship Id="r{name}" Type="{KINDS}/{name}" Target="{name}.xml"/>' for name in ("styles", "footnotes")
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{KINDS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        "word/styles.xml": f'<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/>'
        "</w:style></w:styles>",
        "word/footnotes.xml": f'<w:footnotes {NAMES}><w:footnote w:id="2">{paragraph(run("夏天五点。"))}</w:footnote>'
        "</w:footnotes>",
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in (parts | (more or {})).items():
            packed.writestr(name, text)
    return out.getvalue()


def test_a_word_document_is_read_like_a_script_with_a_paragraph_a_line() -> None:
    script = read_bytes(document(), "talk.docx")
    assert script.title.text == "面包房的凌晨"
    assert [(turn.label, turn.role, turn.paragraphs, turn.lines[0]) for turn in script.turns] == [
        ("记者", Role.HOST, ("您几点来？",), 3),
        ("顾晓棠", Role.GUEST, ("四点。",), 4),
        ("记者", Role.HOST, ("冷吗？",), 5),
        ("顾晓棠", Role.GUEST, ("冷，但是灯亮着。",), 6),
    ]


def test_notes_of_a_word_document_are_not_spoken() -> None:
    script = read_bytes(document(), "talk.docx")
    assert "夏天五点" not in "".join(text for turn in script.turns for text in turn.paragraphs)


def test_the_source_is_the_document_and_not_what_was_made_of_it() -> None:
    data = document()
    source = read_bytes(data, "talk.docx").source
    assert (source.sha256, source.bytes) == (hashlib.sha256(data).hexdigest(), len(data))


def test_a_document_cut_anywhere_gives_one_sentence() -> None:
    data = document()
    for size in range(4, len(data), 97):
        with pytest.raises(ScriptError, match=r"^talk\.docx .*plain text\.$"):
            read_bytes(data[:size], "talk.docx")


@pytest.mark.parametrize("body", ["<w:p>", "<w:tbl/>" * 3, "&bomb;", "<w:p><w:r><w:drawing/></w:r></w:p>"])
def test_an_odd_document_is_read_or_refused_in_one_sentence(body: str) -> None:
    try:
        read_bytes(document(TALK + body), "talk.docx")
    except ScriptError as error:
        assert "\n" not in str(error)


def test_a_document_that_unpacks_to_gigabytes_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST", 1 << 20)
    with pytest.raises(ScriptError, match="unpacks to more than 1 MB"):
        read_bytes(document(more={"word/media.xml": " " * (1 << 21)}), "talk.docx")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n...", "talk.x is a PDF, not a script; convert it first, for example: pdftotext -layout talk.x"),
        (b"{\\rtf1 text}", "is an RTF document, not a script; convert it first, for example: pandoc talk.x -o talk.md"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old or an encrypted Word document"),
        (b"PK\x03\x04", "is damaged"),
    ],
)
def test_another_document_is_refused_with_the_program_that_converts_it(data: bytes, said: str) -> None:
    with pytest.raises(ScriptError) as caught:
        read_bytes(data, "talk.x")
    assert said in str(caught.value)


def test_an_epub_and_an_archive_are_told_apart() -> None:
    for part, said in (("META-INF/container.xml", "is an EPUB"), ("a.txt", "is an archive")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr(part, "x")
        with pytest.raises(ScriptError, match=said):
            read_bytes(out.getvalue(), "talk.x")
