"""Files of a class's attendance in the shapes that other systems take, one module per system.

Each module says where its shape is from; `docs/files.md` says what was verified, and what was not.
"""

from collections.abc import Mapping

from ..wire.presets import Preset
from . import canvas, england, moodle, oneroster, powerschool, webuntis
from .layout import ClassAttendance, Layout

__all__ = ["LAYOUTS", "ClassAttendance", "Layout"]

LAYOUTS: Mapping[Preset, Layout] = {
    Preset.MOODLE: moodle.LAYOUT,
    Preset.CANVAS: canvas.LAYOUT,
    Preset.POWERSCHOOL: powerschool.LAYOUT,
    Preset.ENGLAND: england.LAYOUT,
    Preset.ONEROSTER: oneroster.LAYOUT,
    Preset.WEBUNTIS: webuntis.LAYOUT,
}
