"""The day of a build: it decides what is published already. Nothing that takes time is imported."""

from __future__ import annotations

import os


def today(timezone: str) -> str:
    """SOURCE_DATE_EPOCH where it is set, else today in the site's time zone; raises UsageError."""
    import datetime
    from zoneinfo import ZoneInfo

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    zone = ZoneInfo(timezone)
    if not epoch:
        return datetime.datetime.now(zone).date().isoformat()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), zone).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        from generator.errors import UsageError

        raise UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds") from error
