"""The page on which an editor checks how an episode was read."""

import html.parser
import json
import re
import shutil
import subprocess
import sys

import pytest

from audiobuild.model import Cue, Reading, Role
from audiobuild.outputs.pronunciation_report import LINKED_PLACES, pronunciation_report
from audiobuild.pronunciation import Lexicon, pronounce
from audiobuild.resources import PACKAGE

RATE = 48_000


class Cells(html.parser.HTMLParser):
    """The rows of the page's tables as lists of texts, the times of its links, and any element that runs or loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.times: list[float] = []
        self.active: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")
        if "data-at" in facts:
            self.times.append(float(facts["data-at"]))
        if tag in ("script", "img", "iframe") or any(name.startswith("on") for name in facts):
            self.active.append(tag)
        self._inside = tag in ("td", "mark", "a")

    def handle_data(self, data):
        if self.rows and self.rows[-1] and self._inside:
            self.rows[-1][-1] += data

    def handle_endtag(self, tag):
        self._inside = tag in ("mark", "a")


def page(*heard, title="试读", audio="x.mp3"):
    cues = [(Cue(at * RATE, (at + 2) * RATE, Role.GUEST, "a", text), readings) for at, text, readings in heard]
    return pronunciation_report(title, "zh", audio, RATE, cues)


def rows(text: str) -> list[list[str]]:
    return [row for row in Cells(text).rows if row]


BANK = Reading("polyphone", "行", "háng")
WALK = Reading("polyphone", "行", "xíng")
YEAR = Reading("number", "2013", "二零一三")


def test_each_reading_is_shown_once_with_its_places_and_its_sentence():
    shown = page((3, "这一行。", [BANK, BANK]), (65, "我这行。", [BANK]))
    assert [row[:2] + row[3:] for row in rows(shown)] == [["行", "háng", "这一行。"]]
    assert Cells(shown).times == [3, 65]
    assert "0:03" in shown
    assert "1:05" in shown


def test_readings_of_one_word_are_listed_together():
    shown = page((0, "行。", [BANK]), (1, "年。", [Reading("polyphone", "长", "cháng")]), (2, "不行。", [WALK]))
    assert [row[1] for row in rows(shown)] == ["háng", "xíng", "cháng"]


def test_what_is_not_said_comes_first():
    shown = page((0, "2013年😀", [YEAR, Reading("unsaid", "😀", "")]))
    assert [row[0] for row in rows(shown)] == ["😀", "2013"]


def test_many_places_are_counted():
    shown = page(*((at, "行。", [BANK]) for at in range(LINKED_PLACES + 3)))
    assert rows(shown)[0][2].endswith("+3")


def test_an_engine_that_reads_by_itself_leaves_nothing_to_check():
    assert "nothing to check" in page((0, "好。", []))


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "&lt;b&gt;",
        "{title}",
        "{{ title }}",
        "{% raw %}",
        "{#",
    ],
)
def test_no_text_becomes_markup(evil):
    shown = page((0, evil, [Reading("latin", evil, evil)]), title=evil, audio=f"{evil}.mp3")
    assert Cells(shown).active == ["script"]  # the page's own
    assert [row[1] for row in rows(shown)] == [evil]
    assert [row[3] for row in rows(shown)] == [evil]


def test_characters_that_html_forbids_become_blanks():
    shown = page((0, "a\x00b\x1bc\ufffed", [Reading("latin", "a\x00b", "\x85")]), title="\x07t")
    assert not set(shown) & set("\x00\x07\x1b\x85\ufffe")
    assert rows(shown)[0] == ["a b", " ", "0:00", "a b c d"]


def test_the_text_of_a_reading_is_marked_in_its_sentence_once():
    shown = page((0, "行不行&amp;", [BANK, Reading("latin", "amp", "A M P")]))
    assert re.findall(r"<td[^>]*>([^<]*)<mark>(.*?)</mark>(.*?)</td>", shown) == [
        ("行不行&amp;", "amp", ";"),
        ("", "行", "不行&amp;amp;"),
    ]


# --------------------------------------------------------------------------------------------------- what is a reading


@pytest.mark.parametrize(
    ("text", "kind", "written", "said"),
    [
        ("在2013年。", "number", "2013", "二零一三"),
        ("有1/3的人。", "number", "1/3", "三分之一"),
        ("花了$5.5亿。", "number", "$5.5亿", "五点五亿美元"),
        ("开60km/h。", "number", "60km/h", "每小时六十公里"),
        ("用GPT-4写。", "number", "GPT-4", "GPT 四"),
        ("问CIO。", "latin", "CIO", "C I O"),
        ("见到Zorblatt了。", "guess", "Zorblatt", "/zˈɔɹblətʰ/"),
        ("这一行。", "polyphone", "这一行", "zhè yì háng"),
        ("好😀。", "unsaid", "😀", ""),
        ("行长。", "lexicon", "行长", "hang2 zhang3"),
    ],
)
def test_what_an_editor_may_want_to_check_in_chinese(text, kind, written, said):
    found = pronounce(text, "zh", lexicon=Lexicon({"行长": "hang2 zhang3"})).readings
    assert [reading for reading in found if reading.kind == kind] == [Reading(kind, written, said)]


@pytest.mark.parametrize(
    ("written", "said"), [("$5.50", "five dollars and fifty cents"), ("1998", "nineteen ninety eight")]
)
def test_figures_are_checked_in_english_too(written, said):
    found = pronounce(f"It was {written} then.", "en").readings
    assert Reading("number", written, said) in found


def test_everyday_characters_are_not_listed():
    assert not [r for r in pronounce("他说的好，我看了。", "zh").readings if r.kind == "polyphone"]


# ------------------------------------------------------------------------------------------------------------- in a build


@pytest.mark.usefixtures("built")
def test_a_build_writes_the_list_and_keeps_it_when_nothing_changes(show, audiobuild):
    first = (show / "output" / "post.readings.html").read_bytes()
    assert "邮局" in first.decode()
    assert "up to date" in audiobuild("build").stdout
    (show / "output" / "post.readings.html").unlink()
    assert audiobuild("build").returncode == 0
    assert (show / "output" / "post.readings.html").read_bytes() == first


@pytest.mark.process
def test_a_changed_template_or_table_changes_the_digest_that_says_whether_an_episode_is_up_to_date(
    tmp_path, monkeypatch
):
    package = tmp_path / "audiobuild"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("*.gz", "*.otf", "__pycache__"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    code = "from audiobuild.building.episode import program_digest; print(program_digest())"

    def digest():
        return subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=tmp_path).stdout

    seen = {digest()}
    for name in ("outputs/pronunciation_report.html", "script/evidence.json", "script/words.toml"):
        file = package / name
        file.write_text(file.read_text(encoding="utf-8") + " ", encoding="utf-8")
        seen.add(digest())
    assert len(seen) == 4


def test_what_has_no_sound_is_warned_of_before_anything_is_spoken(show, audiobuild):
    script = show / "scripts" / "post.txt"
    script.write_text(script.read_text(encoding="utf-8").replace("三十里。", "三十里😀。"), encoding="utf-8")
    done = audiobuild("build", "--engine", "kokoro", "--dry-run", "--json")
    warnings = json.loads(done.stdout)["episodes"][0]["warnings"]
    assert [(w["code"], w["line"]) for w in warnings] == [("unsaid", 4)]
    assert "😀" in done.stderr
