"""Every touch of the disk that must not go wrong."""

from generator.files.lock import Waiting
from generator.files.marks import interrupted, is_preview, mark_incomplete, mark_preview, own_files
from generator.files.opening import open_output
from generator.files.paths import PathError, digest, fold, inside, output_path
from generator.files.publish import Publication, Report
from generator.files.record import STATE, Known, Staged

__all__ = [
    "STATE",
    "Known",
    "PathError",
    "Publication",
    "Report",
    "Staged",
    "Waiting",
    "digest",
    "fold",
    "inside",
    "interrupted",
    "is_preview",
    "mark_incomplete",
    "mark_preview",
    "open_output",
    "output_path",
    "own_files",
]
