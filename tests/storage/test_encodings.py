"""Every encoding a specification may be in: the bytes come back, and only edited lines change."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec_editor.storage.encodings import LEGACY
from spec_editor.storage.errors import NotEncodableError, StorageError, UnreadableTextError
from spec_editor.storage.text_file import TextFile, decode, digest_of
from spec_editor.storage.text_format import MARKS, TextFormat, encode

PATH = Path("a.md")
GERMAN = "# Anforderungen\n\nFür jede Größe gilt: Änderungen müssen geprüft werden.\n"
FRENCH = "# Spécification\n\nLe système doit répondre même en cas d'erreur réseau. Où ça ?\n"
RUSSIAN = "# Требования\n\nСистема должна обрабатывать запросы пользователей без ошибок.\n"
GREEK = "# Απαιτήσεις\n\nΤο σύστημα πρέπει να επεξεργάζεται τα αιτήματα των χρηστών.\n"
JAPANESE = "# 仕様書\n\nシステムは利用者の要求を処理しなければならない。この文書は仕様です。\n"
CHINESE = "# 规格说明书\n\n系统必须处理用户的请求。本文件是规格说明。\n"
KOREAN = "# 사양서\n\n시스템은 사용자의 요청을 처리해야 한다. 이 문서는 사양이다.\n"
ENGLISH = "# Spec\n\nThe “quoted” text – it’s under 5 °C.\n"


def comes_back(data: bytes) -> TextFile:
    file = decode(PATH, data)
    assert encode(file.text, file.format) == data
    assert file.digest == digest_of(data)
    assert file.read_only_reason == ""
    return file


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("# Größe\n\nnaïve\n", "latin-1", "Windows-1252 (Western)"),
        (GERMAN, "cp1252", "Windows-1252 (Western)"),
        (FRENCH, "cp1252", "Windows-1252 (Western)"),
        (ENGLISH, "cp1252", "Windows-1252 (Western)"),
        (RUSSIAN, "cp1251", "Windows-1251 (Cyrillic)"),
        (RUSSIAN, "koi8_r", "KOI8-R (Cyrillic)"),
        (RUSSIAN, "cp866", "CP866 (Cyrillic)"),
        (GREEK, "cp1253", "Windows-1253 (Greek)"),
        (JAPANESE, "shift_jis", "Shift JIS (Japanese)"),
        (JAPANESE, "euc_jp", "EUC-JP (Japanese)"),
        (CHINESE, "gb18030", "GB 18030 (Chinese)"),
        (KOREAN, "cp949", "CP949 (Korean)"),
    ],
)
def test_old_encodings_are_recognised_with_a_warning(text: str, encoding: str, name: str) -> None:
    file = comes_back(text.encode(encoding))
    assert file.text == text
    assert file.format.encoding_name == name
    assert "not UTF-8" in file.warning
    assert name in file.warning
    assert "guess" in file.warning


@pytest.mark.parametrize(
    "text", [GERMAN, FRENCH, RUSSIAN, GREEK, JAPANESE, CHINESE, ENGLISH, "x\n"]
)
@pytest.mark.parametrize("encoding", MARKS)
def test_unicode_with_a_mark_is_no_guess(text: str, encoding: str) -> None:
    file = comes_back(MARKS[encoding] + text.encode(encoding))
    assert (file.text, file.format.encoding, file.format.bom) == (text, encoding, True)
    assert file.warning == ""


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-16-le", "UTF-16 LE"), ("utf-16-be", "UTF-16 BE")]
)
def test_without_a_mark_only_what_is_sure_is_read(encoding: str, name: str) -> None:
    file = comes_back(GERMAN.encode(encoding))
    assert (file.text, file.format.bom) == (GERMAN, False)
    assert file.format.encoding_name == f"{name} without BOM"
    for data in (CHINESE.encode(encoding), b"a\0", b"a\0b\0c", b"\0\0\0\0", b"a\0\1\0\2\0b\0"):
        with pytest.raises(UnreadableTextError):
            decode(PATH, data)
    with pytest.raises(UnreadableTextError):
        decode(PATH, GERMAN.encode("utf-32-le"))


def test_one_line_of_an_old_encoding_is_edited() -> None:
    data = FRENCH.encode("cp1252")
    file = decode(PATH, data)
    changed = encode(file.text.replace("Où", "Où, déjà"), file.format)
    assert changed == data.replace(b"O\xf9", b"O\xf9, d\xe9j\xe0")


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("a\n\nb → c", "cp1252", "Line 3 has “→” (U+2192), which Windows-1252"),
        ("a\n🙂", "cp932", "Line 2 has “🙂” (U+1F642)"),
        ("Ж", "koi8_r", None),
        ("x" * 1_200_000 + "\n\ud800", "utf-8", "Line 2 has half a character"),
    ],
)
def test_what_the_encoding_has_not_is_named(text: str, encoding: str, said: str | None) -> None:
    text_format = TextFormat("\r\n", encoding=encoding)
    if said is None:
        assert encode(text, text_format) == text.encode(encoding)
        return
    with pytest.raises(NotEncodableError) as caught:
        encode(text, text_format)
    assert str(caught.value).startswith(said)
    assert "the file on disk is as it was" in str(caught.value)


def test_an_encoding_with_several_ways_to_write_is_read_only() -> None:
    """Of NEC's and IBM's two codes for one character only one is what Python writes."""
    data = (
        "# 仕様書\n\nシステムは利用者の要求を処理しなければならない。".encode("cp932")
        + b"\xfa\x54\n"
    )
    file = decode(PATH, data, "cp932")
    assert "several ways" in file.read_only_reason
    assert digest_of(data) == file.digest


def test_a_chosen_encoding_is_taken_or_refused() -> None:
    data = GREEK.encode("iso8859_7")
    file = decode(PATH, data, "iso8859_7")
    assert (file.text, file.warning, file.format.encoding_name) == (GREEK, "", "ISO8859_7")
    with pytest.raises(UnreadableTextError, match=r"this is not UTF-8 text \(line 1\)"):
        decode(PATH, data, "utf-8")


def test_a_format_is_converted_as_a_value() -> None:
    file = decode(PATH, b"\xff\xfea\0\r\0\n\0\xe4\0\n\0")
    assert (file.format.encoding_name, file.format.newline_name) == ("UTF-16 LE", "Mixed")
    plain = file.format.with_encoding("utf-8").with_newline("\n")
    assert encode(file.text, plain) == "a\nä\n".encode()
    assert encode(file.text, file.format.with_encoding("utf-8", bom=True)) == (
        b"\xef\xbb\xbfa\r\n\xc3\xa4\n"
    )
    assert plain.encoding_name == "UTF-8"
    assert file.format.with_encoding("utf-8", bom=True).encoding_name == "UTF-8 with BOM"
    assert encode(file.text, file.format) == b"\xff\xfea\0\r\0\n\0\xe4\0\n\0"


def test_every_character_comes_back_or_is_refused() -> None:
    """All of Unicode: what the editor cannot hold is shown read-only, NUL and halves refused."""
    points = [p for p in range(0x110000) if not 0xD800 <= p <= 0xDFFF]
    kept = "".join(chr(p) for p in points if p not in (0, 0xD, 0x2029, 0xFDD0, 0xFDD1))
    for encoding in ("utf-8", "utf-16-le", "utf-32-be"):
        data = MARKS[encoding] + kept.encode(encoding)
        assert comes_back(data).text == kept
    for point in (0x2029, 0xFDD0, 0xFDD1):
        file = decode(PATH, chr(point).encode())
        assert f"U+{point:04X}" in file.read_only_reason
        assert encode(file.text, file.format) == chr(point).encode()
    for data in (b"\0", b"\xed\xa0\x80", b"\xed\xbf\xbf"):
        with pytest.raises(UnreadableTextError):
            decode(PATH, data)


ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\u2029\ufdd0\ufdd1")
    | st.sampled_from("\r\n\n\r ")
)


@given(ANY_TEXT, st.sampled_from(list(MARKS)))
def test_any_mix_of_newlines_comes_back_in_every_encoding(raw: str, encoding: str) -> None:
    comes_back(MARKS[encoding] + raw.encode(encoding))
    if encoding == "utf-8":
        comes_back(raw.removeprefix("\ufeff").encode())


@given(ANY_TEXT, st.sampled_from(list(MARKS)), st.data())
def test_a_line_that_is_inserted_is_all_that_differs(
    raw: str, encoding: str, data: st.DataObject
) -> None:
    mark = MARKS[encoding]
    file = comes_back(mark + raw.encode(encoding))
    lines = file.text.split("\n")
    place = data.draw(st.integers(0, len(lines) - 1))
    new = "\n".join([*lines[:place], "inserted", *lines[place:]])
    saved = encode(new, file.format).removeprefix(mark).decode(encoding)
    # The line above is whole, the new line has one newline, and behind it nothing has changed.
    before = _offset_of_line(raw, place)
    assert saved[:before] == raw[:before]
    behind = saved[before:].removeprefix("inserted")
    newline = behind.removesuffix(raw[before:])
    assert newline in ("\n", "\r\n", "\r")


def _offset_of_line(raw: str, line: int) -> int:
    offset = 0
    for _ in range(line):
        while raw[offset] not in "\r\n":
            offset += 1
        offset += 2 if raw.startswith("\r\n", offset) else 1
    return offset


@given(st.binary(max_size=60) | st.text(st.sampled_from("a\r\n\ufeffé")).map(str.encode))
def test_any_bytes_are_refused_or_read_only_or_come_back(data: bytes) -> None:
    try:
        file = decode(PATH, data)
    except StorageError:
        return
    assert "\r" not in file.text
    assert "\0" not in file.text
    assert file.digest == digest_of(data)
    assert file.read_only_reason or encode(file.text, file.format) == data


@given(
    st.sampled_from(LEGACY), st.text(st.sampled_from("äöüéñЖшβа漢字かな한국 abc\n\r"), max_size=40)
)
def test_old_encodings_come_back_when_chosen(encoding: str, text: str) -> None:
    data = text.encode(encoding, "ignore")
    file = decode(PATH, data, encoding)
    assert encode(file.text, file.format) == data
