"""Blocks and patches as the page of the preview gets them."""

from typing import Any


def patch(start: int, removed: int, inserted: list[dict[str, Any]], shift: int = 0) -> dict:
    return {"start": start, "removed": removed, "inserted": inserted, "shift": shift}


def block(html: str, first: int = 1, last: int = 1) -> dict[str, Any]:
    return {"html": html, "first": first, "last": last}
