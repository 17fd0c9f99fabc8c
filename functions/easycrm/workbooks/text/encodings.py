"""Which encoding a delimited text file is in. Proven by its bytes where possible; never a silent guess."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from easycrm.errors import UnreadableFile
from easycrm.workbooks.refusals import no_text, undecodable_text

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("cp1252", "cp932", "gb18030", "big5", "cp949", "cp1251")
_NAMES = {
    "cp1252": "Windows-1252",
    "cp932": "Shift_JIS",
    "gb18030": "GB18030",
    "big5": "Big5",
    "cp949": "Korean (CP949)",
    "cp1251": "Windows-1251",
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
}
_SAMPLE_BYTES = 32_000
_CHUNK = 1 << 20
_HIGH = re.compile(rb"[\x80-\xff]+")
_LINE_WITH_HIGH = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_WESTERN = re.compile("[À-ÖØ-öø-ÿŠšŽžŒœŸ“”„‘’‚…–—•€£§°ª«»¡¿®™©´\u00a0]+".encode("cp1252"))
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_FOREIGN = re.compile("[^\x00-\x7f]+")
_GLUED = re.compile("[A-Za-z][^\x00-\x7f]+|[^\x00-\x7f]+[A-Za-z]")
_NEVER_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c\x1d]")


def detect_encoding(path: Path) -> str:
    """The name of the codec that decodes the whole file; raises UnreadableFile, with the line, when there is none."""
    with path.open("rb") as file:
        start = file.read(4096)
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return _checked(path, encoding)
    if utf16 := _utf16_without_bom(start):
        return _checked(path, utf16)
    if len(_NEVER_IN_TEXT.findall(start)) > 8 + len(start) // 50:
        raise no_text()
    if _first_bad_byte(path, "utf-8") is None:
        return "utf-8"
    return _legacy_encoding(path)


def encoding_name(encoding: str) -> str:
    """The name that people know an encoding by."""
    return _NAMES.get(encoding, encoding.upper())


def is_guess(encoding: str) -> bool:
    """Whether the bytes alone do not prove the encoding."""
    return encoding in _LEGACY


def _utf16_without_bom(start: bytes) -> str | None:
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > len(start) // 5 and even < odd // 10:
        return "utf-16-le"
    if even > len(start) // 5 and odd < even // 10:
        return "utf-16-be"
    return None


def _legacy_encoding(path: Path) -> str:
    sample = _lines_with_high_bytes(path)
    if _mostly_utf8(sample):
        raise _undecodable(path, "utf-8")
    candidates = [encoding for encoding in _candidates(sample) if not _breaks_words(sample, encoding)]
    for encoding in candidates:
        if _first_bad_byte(path, encoding) is None:
            return encoding
    raise _undecodable(path, candidates[0] if candidates else "utf-8")


def _lines_with_high_bytes(path: Path) -> bytes:
    """Lines that say something about the encoding; plain ASCII would only dilute them."""
    lines, size = [], 0
    for chunk in _chunks(path):
        for line in _LINE_WITH_HIGH.findall(chunk):
            lines.append(line[:1000])
            size += len(line[:1000])
            if size > _SAMPLE_BYTES:
                return b"\n".join(lines)
    return b"\n".join(lines)


def _mostly_utf8(sample: bytes) -> bool:
    """Whether so many runs of high bytes are UTF-8 characters that the file is UTF-8 with a damaged place."""
    runs = _HIGH.findall(sample)
    proper = sum(1 for run in runs if not _UTF8_CHARACTER.sub(b"", run))
    return proper * 2 > len(runs)


def _candidates(sample: bytes) -> list[str]:
    if _is_western(sample):
        return ["cp1252"]
    from charset_normalizer import from_bytes

    ranked = [match.encoding for match in from_bytes(sample, cp_isolation=list(_LEGACY))]
    return [encoding for encoding in ranked if encoding in _LEGACY]


def _breaks_words(sample: bytes, encoding: str) -> bool:
    """Whether most foreign letters would stand inside of Latin words (`Josﾃｩ`): the bytes are another encoding's."""
    text = "" if encoding == "cp1252" else sample.decode(encoding, "ignore")
    return len(_GLUED.findall(text)) * 2 > len(_FOREIGN.findall(text))


def _is_western(sample: bytes) -> bool:
    """Whether the high bytes are the letters and signs of Western languages, mostly one or two side by side."""
    runs = _HIGH.findall(sample)
    return sum(len(run) <= 2 for run in runs) * 5 >= len(runs) * 4 and all(map(_WESTERN.fullmatch, runs))


def _checked(path: Path, encoding: str) -> str:
    if _first_bad_byte(path, encoding) is not None:
        raise _undecodable(path, encoding)
    return encoding


def _first_bad_byte(path: Path, encoding: str) -> int | None:
    """Where decoding the file fails, in bytes from its start; None when all of it decodes."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    for chunk in _chunks(path):
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
