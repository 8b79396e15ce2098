"""Texts to be compared and merged, for property tests."""

from hypothesis import strategies as st

PIECES = (
    "# Doc",
    "## Scope",
    "## Goals",
    "## Goals of all",
    "### Notes",
    "Under\n=====",
    "Under\n---",
    "one line of text",
    "another line of text",
    "- item",
    "",
    "",
    "```",
    "---\ntitle: x\n---",
    "> # quoted",
    "text\rwith\r# returns",
    "\ufeff# mark",
    "<!-- open",
)
texts = st.lists(st.sampled_from(PIECES), max_size=10).map("\n".join) | st.text(max_size=20)
