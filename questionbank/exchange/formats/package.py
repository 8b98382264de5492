"""QTI packages: a ZIP with `imsmanifest.xml` and a file for each item.

Nothing is ever unpacked to disk; a member is read up to a limit, whatever the directory promises.
"""

import posixpath
import re
import zipfile
import zlib
from collections import Counter
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from audit.rules import Refusal
from questionbank.exchange.formats.found import Found, add_text, as_blocks
from questionbank.exchange.formats.markup import local_name, parse_xml
from questionbank.exchange.formats.qti import read_item
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.raw import Blocks

MANIFEST = "imsmanifest.xml"
LAWS = "cited-laws.txt"
_MOST_MEMBERS = 60_000
_MOST_XML = 80 * 2**20
_MOST_ITEM = 2 * 2**20
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ITEMS = ("assessmentItem", "qti-assessment-item")


def is_package(content: bytes) -> bool:
    """Whether a ZIP holds a manifest, at its root or in its only folder."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _manifest_of(archive.namelist()) is not None
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        return False


def read_package(content: bytes, filename: str) -> Blocks | Refusal:
    """The items in the order of the manifest, whatever else the package holds as not read."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _refused(archive, filename) or _Package(archive).read(filename)
    except _TooLarge:
        return Refusal("exchange.unfolds_too_big", {"file": filename, "limit": _MOST_XML >> 20})
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        return Refusal("exchange.damaged", {"file": filename})
    except Exception as error:
        if type(error).__name__ != "LZMAError":  # lzma is not part of every build
            raise
        return Refusal("exchange.damaged", {"file": filename})


class _TooLarge(Exception):
    pass


def _manifest_of(names: list[str]) -> str | None:
    return next((name for name in names if re.fullmatch(rf"([^/]+/)?{MANIFEST}", name)), None)


def _refused(archive: zipfile.ZipFile, filename: str) -> Refusal | None:
    infos = archive.infolist()
    xml = sum(info.file_size for info in infos if info.filename.endswith(".xml"))
    if len(infos) > _MOST_MEMBERS or xml > _MOST_XML:
        return Refusal("exchange.unfolds_too_big", {"file": filename, "limit": _MOST_XML >> 20})
    if any(info.flag_bits & 1 for info in infos):
        return Refusal("exchange.password", {"file": filename})
    twice = [name for name, times in Counter(info.filename for info in infos).items() if times > 1]
    for name in [info.filename for info in infos if _leads_out(info.filename)] + twice:
        return Refusal("exchange.package_paths", {"file": filename, "path": name[:80]})
    return None


def _leads_out(path: str) -> bool:
    return path.startswith("/") or bool(re.search(r"\\|:|\0|(^|/)\.\.(/|$)", path))


class _Package:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = _MOST_XML
        self._names = archive.namelist()
        self._manifest = _manifest_of(self._names) or MANIFEST
        self._read = {self._manifest}

    def read(self, filename: str) -> Blocks | Refusal:
        manifest = parse_xml(self._member(self._manifest, self._left))
        if manifest is None or local_name(manifest) != "manifest":
            return Refusal("exchange.xml_unsafe", {"file": filename})
        found: list[Found] = []
        others: list[Line] = []
        for resource in manifest.iter("{*}resource"):
            kind, path = resource.get("type") or "", self._path(resource)
            if re.match(r"imsqti_(?:apip)?item", kind):
                found.append(self._item(path, len(found) + 1))
            elif path.endswith(LAWS) and path in self._names:
                text = self._member(path, _MOST_ITEM).decode("utf-8", "replace")
                others.append(Line(1, text, path[-80:]))
            elif kind.startswith("imsqti"):
                others.append(Line(resource.sourceline or 1, f"{kind}: {path}", MANIFEST))
            self._read.add(path)
        blocks = as_blocks(found)
        for line in [*others, *self._forgotten()]:
            add_text(blocks, line)
        return blocks

    def _forgotten(self) -> list[Line]:
        """Documents that the manifest does not list."""
        names = (name for name in self._names if name.endswith(".xml") and name not in self._read)
        return [Line(1, name, name[-80:]) for name in names]

    def _path(self, resource: Any) -> str:
        """Where the file of a resource lies; `xml:base` moves it."""
        parts = [resource.get("href") or ""]
        element = resource
        while element is not None:
            parts.insert(0, element.get(_XML_BASE) or "")
            element = element.getparent()
        base = posixpath.dirname(self._manifest)
        return posixpath.normpath(posixpath.join(base, *map(unquote, parts)))

    def _item(self, path: str, number: int) -> Found:
        line = Line(number, path, path[-80:])
        refused = Found(line, number, refused=Refusal("exchange.part_unreadable", {"file": path}))
        if path not in self._names:
            return refused
        root = parse_xml(self._member(path, _MOST_ITEM))
        if root is None or local_name(root) not in _ITEMS:
            return refused
        return read_item(root, Line(number, root.get("title") or path, path[-80:]), number)

    def _member(self, path: str, limit: int) -> bytes:
        with self._archive.open(path) as member:
            content = member.read(min(limit, self._left) + 1)
        self._left -= len(content)
        if len(content) > limit or self._left < 0:
            raise _TooLarge
        return content
