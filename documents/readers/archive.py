"""Looks at a zip archive's own list of contents before anything in it is unpacked."""

import io
import zipfile
from pathlib import PurePosixPath

from documents.errors import UnreadableFile
from documents.settings import ReaderLimits

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""An OLE file: an old Word document, or any Office document under a password."""
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ENTRY = b"PK\x01\x02"
_ENCRYPTED_FLAG = 1
_SYMLINK, _TYPE_OF_FILE = 0o120000, 0o170000


def check_archive(data: bytes, name: str, limits: ReaderLimits) -> None:
    """Raises UnreadableFile for what is no archive, is encrypted, would swell, or names paths outside itself."""
    _check_kind(data, name)
    # Counted in the bytes first: listing hundreds of thousands of entries is itself what a bomb is after.
    if data.count(_ENTRY) > limits.archive_members:
        raise _bomb(name, f"more than {limits.archive_members:,} files inside")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise UnreadableFile(
            f"{name}: is damaged or cut short, its list of contents cannot be read; save it anew and try again"
        ) from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise _bomb(name, f"unpacks to {unpacked:,} bytes, over the limit of {limits.unpacked_bytes:,}")
    if unpacked > limits.compression_ratio * max(packed, 1):
        raise _bomb(name, f"swells more than {limits.compression_ratio} times when unpacked")
    for entry in entries:
        _check_entry(entry, name)


def _check_kind(data: bytes, name: str) -> None:
    if data.startswith(_OLD_OFFICE) and _ENCRYPTED_STREAM in data:
        raise UnreadableFile(f"{name}: is encrypted; take its password off in the program that made it and try again")
    if data.startswith(_OLD_OFFICE):
        raise UnreadableFile(f"{name}: is an old Word file under a new name; save it as .docx and try again")
    if not data.startswith(b"PK"):
        raise UnreadableFile(f"{name}: holds no Word document, whatever its name says; give the document itself")


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or entry.external_attr >> 16 & _TYPE_OF_FILE == _SYMLINK:
        raise UnreadableFile(f"{name}: holds a path that leads outside it, as no document does; save it anew")
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise UnreadableFile(f"{name}: is encrypted; take its password off and try again")


def _bomb(name: str, what: str) -> UnreadableFile:
    return UnreadableFile(f"{name}: {what}, as a zip bomb does; split the document or save it anew")
