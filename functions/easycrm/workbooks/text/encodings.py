"""Which encoding a delimited text file is in. Proven by its bytes where possible; never a silent guess."""

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from easycrm.errors import UnreadableFile
from easycrm.workbooks.refusals import EncodingChoice, no_text, unclear_encoding, undecodable_text
from easycrm.workbooks.text.interpretations import Interpretation, choices, decided, foreign_cells, interpretations
from easycrm.workbooks.text.known_encodings import ENCODINGS, encoding_key, encoding_name

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PROVEN = frozenset({"iso2022_jp_ext", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"})
_SAMPLE_BYTES = 32_000
_SAMPLE_LINES = 400
_LINE_BYTES = 1000
_SHOWN_CELLS = 3
_FOREIGN_CHUNKS = 2
_CHUNK = 1 << 20
_HIGH = re.compile(rb"[\x80-\xff]+")
_LINE_WITH_HIGH = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_JAPANESE_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
_TWICE = re.compile(rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|\xe2[\x80\x82\x84]|[\xc5\xc6\xcb][\x80-\xbf])")
_NEVER_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c\x1d]")


class TextEncoding(NamedTuple):
    """The codec that decodes a whole file, and whether its first text has traces of having been encoded twice."""

    codec: str
    may_be_twice: bool = False


def detect_encoding(path: Path, country: str = "", encoding: str | None = None) -> TextEncoding:
    """The encoding of a text file; raises UnreadableFile where it is not certain.

    `country` (ISO 3166) is the upload's, and decides between readings that are about as likely. `encoding` is what its
    owner says, by its name in `ENCODINGS`; it is believed unless the file begins with the mark of another.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    for bom, codec in _BOMS:
        if start.startswith(bom):
            return _checked(path, codec)
    if encoding:
        codec = ENCODINGS[encoding].codec
        return _checked(path, (_utf16_without_bom(start) or "utf-16-le") if codec == "utf-16" else codec)
    if utf16 := _utf16_without_bom(start):
        return _checked(path, utf16)
    if len(_NEVER_IN_TEXT.findall(start)) > 8 + len(start) // 50:
        raise no_text()
    traces = _Traces()
    if _first_bad_byte(path, "utf-8", traces) is None:
        is_japanese = traces.has_japanese_escapes
        return _checked(path, "iso2022_jp_ext") if is_japanese else TextEncoding("utf-8", traces.of_encoding_twice)
    return _legacy_encoding(path, country)


class _Traces:
    """What the pieces of a text tell while they pass by.

    `has_japanese_escapes`: text of 7 bits says so that its characters are Japanese, as ISO-2022-JP does.
    `of_encoding_twice`: the first pieces that are not ASCII have pairs such as `Ã¶`.
    """

    def __init__(self) -> None:
        self.has_japanese_escapes = False
        self.of_encoding_twice = False
        self._foreign = 0

    def watch(self, chunk: bytes) -> None:
        if b"\x1b" in chunk and _JAPANESE_ESCAPE.search(chunk):
            self.has_japanese_escapes = True
        if self._foreign < _FOREIGN_CHUNKS and not chunk.isascii():
            self._foreign += 1
            self.of_encoding_twice = self.of_encoding_twice or bool(_TWICE.search(chunk))


def is_guess(codec: str) -> bool:
    """Whether the bytes alone do not prove the encoding."""
    return codec not in _PROVEN


def _utf16_without_bom(start: bytes) -> str | None:
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > len(start) // 5 and even < odd // 10:
        return "utf-16-le"
    if even > len(start) // 5 and odd < even // 10:
        return "utf-16-be"
    return None


def _legacy_encoding(path: Path, country: str) -> TextEncoding:
    sample = lines_with_high_bytes(path)
    if _mostly_utf8(sample):
        raise _undecodable(path, "utf-8")
    cells = foreign_cells(sample)
    ways = interpretations(cells)
    if codec := decided(ways, country):
        return _checked(path, _fitting(path, codec, ways))
    if offered := choices(ways):
        raise unclear_encoding([_choice(one.codec, cells) for one in offered])
    raise _undecodable(path, "utf-8")


def _fitting(path: Path, codec: str, ways: Sequence[Interpretation]) -> str:
    """The codec, or another that reads the sample in the same way and decodes the whole file."""
    words = next(one.words for one in ways if one.codec == codec)
    same = [codec, *(one.codec for one in ways if one.words == words)]
    return next((one for one in same if _first_bad_byte(path, one) is None), codec)


def _choice(codec: str, cells: Sequence[bytes]) -> EncodingChoice:
    sample = " · ".join(cell.decode(codec, "replace") for cell in cells[:_SHOWN_CELLS])
    return EncodingChoice(encoding=encoding_key(codec), name=encoding_name(codec), sample=sample)


def lines_with_high_bytes(path: Path) -> bytes:
    """Lines that say something about the encoding: the first ones, and those with a byte that is in none of them."""
    sample: list[bytes] = []
    seen = bytes(range(128))
    for chunk in _chunks(path):
        if chunk.isascii():
            continue
        if sum(map(len, sample)) < _SAMPLE_BYTES:
            matches = islice(_LINE_WITH_HIGH.finditer(chunk), _SAMPLE_LINES)
            sample += [match[0][:_LINE_BYTES] for match in matches]
            seen = bytes({*seen, *b"".join(sample)})
        late = [_line_around(chunk, chunk.index(byte)) for byte in set(chunk.translate(None, seen))]
        sample += late
        seen = bytes({*seen, *b"".join(late)})
    return b"\n".join(sample)


def _line_around(chunk: bytes, at: int) -> bytes:
    """The line of a byte, cut where it is long."""
    before = chunk[max(0, at - _LINE_BYTES) : at].splitlines() or [b""]
    after = chunk[at : at + _LINE_BYTES].splitlines()
    return before[-1] * (chunk[at - 1 : at] not in (b"\n", b"\r")) + after[0]


def _mostly_utf8(sample: bytes) -> bool:
    """Whether so many runs of high bytes are UTF-8 characters that the file is UTF-8 with a damaged place."""
    runs = _HIGH.findall(sample)
    proper = sum(1 for run in runs if not _UTF8_CHARACTER.sub(b"", run))
    return proper * 2 > len(runs)


def _checked(path: Path, codec: str) -> TextEncoding:
    traces = _Traces()
    if _first_bad_byte(path, codec, traces) is not None:
        raise _undecodable(path, codec)
    return TextEncoding(codec, codec.startswith("utf-8") and traces.of_encoding_twice)


def _first_bad_byte(path: Path, encoding: str, traces: _Traces | None = None) -> int | None:
    """Where decoding the file fails, in bytes from its start; None when all of it decodes.

    `traces` watches what passes by.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    for chunk in _chunks(path):
        if traces:
            traces.watch(chunk)
        pending = len(decoder.getstate()[0])
        if not pending and chunk.isascii() and encoding.startswith("utf-8"):
            done += len(chunk)
            continue
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return done - pending + error.start
        done += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return done
    return None


def _undecodable(path: Path, encoding: str) -> UnreadableFile:
    position = _first_bad_byte(path, encoding) or 0
    with path.open("rb") as file:
        before = file.read(position)
    newline = "\n".encode(encoding) if encoding.startswith("utf-16-") else b"\n"
    line = before.count(newline) + before.replace(b"\r\n", b"").count(b"\r") * (b"\n" not in before) + 1
    return undecodable_text(line, encoding_name(encoding))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
