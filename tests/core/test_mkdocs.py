"""What a ``mkdocs.yml`` may ask for, and what is said about the rest."""

import pytest

from spec_editor.core.flavour import MKDOCS_EXTENSIONS, MarkdownExtension
from spec_editor.core.mkdocs import Extensions, allowed_extensions, read_mkdocs
from spec_editor.core.mkdocs_extensions import BUNDLES, EXTENSIONS, REFUSED

ALWAYS = [extension.name for extension in MKDOCS_EXTENSIONS]


def extensions(text: str) -> Extensions:
    return allowed_extensions(read_mkdocs(text))


def options_of(name: str, options: str) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return the options of one extension that are used, and what is said of the others."""
    # A tag ends at a space.
    options = options.replace("}", " }")
    found = extensions(f"markdown_extensions:\n  - {name}: {options}\n")
    used = {extension.name: dict(extension.options) for extension in found.used}
    return used[name], found.notes


def test_without_a_list_mkdocs_own_extensions_are_used() -> None:
    for text in ("", "site_name: x\n", "markdown_extensions:\n", "markdown_extensions: []\n"):
        assert [extension.name for extension in extensions(text).used] == list(ALWAYS)
        assert not extensions(text).notes


@pytest.mark.parametrize(
    "text",
    [
        "markdown_extensions: [abbr, toc: {toc_depth: 3}]\n",
        "markdown_extensions:\n  - markdown.extensions.abbr\n  - toc:\n      toc_depth: '3'\n",
        "markdown_extensions:\n  abbr:\n  toc:\n    toc_depth: 3\n",
        "markdown_extensions:\n  - abbr: {}\n  - markdown.extensions.toc:T: {toc_depth: 3}\n",
    ],
)
def test_a_list_has_several_forms(text: str) -> None:
    found = extensions(text)
    assert MarkdownExtension("toc", (("toc_depth", "3"),)) in found.used
    assert MarkdownExtension("abbr") in found.used
    assert not found.notes


def test_all_that_is_allowed_can_be_asked_for_without_a_word() -> None:
    text = "markdown_extensions:\n" + "".join(f"  - {n}\n" for n in (*EXTENSIONS, *BUNDLES))
    found = extensions(text)
    assert {extension.name for extension in found.used} == set(EXTENSIONS)
    assert not found.notes


@pytest.mark.parametrize("name", [*REFUSED, "my_own.extension", "pymdownx.superfences2", "os"])
def test_what_is_not_allowed_is_said_and_not_used(name: str) -> None:
    found = extensions(f"markdown_extensions:\n  - {name}:\n      base_path: /etc\n")
    assert [extension.name for extension in found.used] == list(ALWAYS)
    assert found.notes == (f"{name} is not used: {REFUSED.get(name, 'it is not known here')}",)


def test_a_bundle_has_options_for_its_parts() -> None:
    found = extensions("markdown_extensions:\n  - extra:\n      footnotes: {BACKLINK_TEXT: up}\n")
    assert MarkdownExtension("footnotes", (("BACKLINK_TEXT", "up"),)) in found.used
    assert {extension.name for extension in found.used} == {*ALWAYS, *BUNDLES["extra"]}


@pytest.mark.parametrize(
    ("name", "options", "used"),
    [
        ("toc", "{permalink: true, toc_depth: 2-4, baselevel: 2}", {"toc_depth", "baselevel"}),
        ("pymdownx.keys", "{separator: +, key_map: {x: Y}}", {"separator", "key_map"}),
        ("pymdownx.highlight", "{linenums: true, anchor_linenums: true}", set()),
        ("pymdownx.magiclink", "{repo_url_shorthand: true, user: x, repo: y}", 3),
        ("pymdownx.arithmatex", "{generic: true, block_syntax: [dollar]}", {"block_syntax"}),
        ("pymdownx.betterem", "{smart_enable: all}", {"smart_enable"}),
    ],
)
def test_known_options_are_used(name: str, options: str, used: set[str] | int) -> None:
    found, notes = options_of(name, options)
    assert (set(found) if isinstance(used, set) else len(found)) == used
    assert not notes


@pytest.mark.parametrize(
    ("name", "options", "reason"),
    [
        ("toc", "{toc_depth: 9}", "toc_depth of toc is not used: a level such as 3"),
        ("toc", "{toc_depth: true}", "a level such as 3"),
        ("toc", "{baselevel: 0}", "a number from 1 to 6 is expected"),
        ("toc", "{baselevel: '2'}", "a number from 1 to 6 is expected"),
        ("toc", "{marker: [x]}", "a text of at most 200 characters is expected"),
        ("toc", "{slugify: !!python/name:os.system}", "!!python/name:os.system is not run"),
        ("toc", "{slugify: os.system}", "str is not run, and not known here"),
        ("toc", "{title: !ENV [HOME]}", "!ENV is not run, and not known here"),
        ("toc", "5", "the options of toc are not used: names with values are expected"),
        ("pymdownx.tilde", "{smart_delete: 1}", "true or false is expected"),
        ("pymdownx.betterem", "{smart_enable: no}", "one of all, asterisk"),
        ("pymdownx.keys", "{key_map: {a: [1]}}", "a text of at most"),
        ("pymdownx.keys", "{key_map: 1}", "names with texts are expected"),
        ("pymdownx.arithmatex", "{block_syntax: dollar}", "a list of texts is expected"),
        ("pymdownx.magiclink", "{provider: evil}", "one of github"),
        ("pymdownx.magiclink", "{custom: {x: {host: y}}}", "custom of pymdownx.magiclink is not"),
        ("wikilinks", "{build_url: !!python/name:evil.build}", "build_url of wikilinks is not"),
        ("pymdownx.emoji", "{emoji_index: !!python/name:evil.index}", "evil.index is not run"),
        ("pymdownx.superfences", "{custom_fences: 1}", "a list of fences is expected"),
        ("pymdownx.superfences", "{custom_fences: [1]}", "names with values are expected"),
        (
            "pymdownx.superfences",
            "{custom_fences: [{name: x, class: x, format: !!python/name:evil.run}]}",
            "!!python/name:evil.run is not run",
        ),
        (
            "pymdownx.superfences",
            "{custom_fences: [{name: x, validator: !!python/name:evil.look}]}",
            "!!python/name:evil.look is not run",
        ),
    ],
)
def test_wrong_options_are_said_and_not_used(name: str, options: str, reason: str) -> None:
    found, notes = options_of(name, options)
    assert not found
    assert len(notes) == 1
    assert reason in notes[0]


@pytest.mark.parametrize(
    ("option", "meaning"),
    [
        ("!!python/name:pymdownx.slugs.uslugify", "lower"),
        ("!!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}", "lower"),
        ("!!python/object/apply:pymdownx.slugs.slugify {}", "cased"),
        ("!!python/name:markdown.extensions.toc.slugify_unicode", "unicode"),
    ],
)
def test_what_names_something_known_of_python_is_ours_instead(option: str, meaning: str) -> None:
    assert options_of("toc", f"{{slugify: {option}}}") == ({"slugify": meaning}, ())


def test_what_material_s_users_write_is_all_understood() -> None:
    found = extensions(
        """
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
  - pymdownx.tabbed:
      alternate_style: true
      slugify: !!python/object/apply:pymdownx.slugs.slugify
        kwds:
          case: lower
"""
    )
    assert not found.notes
    assert len(found.used) == len(ALWAYS) + 3


def test_a_note_shows_what_was_written_and_no_more_than_a_line() -> None:
    long, hidden = "x" * 500, "a\u202eb"
    notes = extensions(f'markdown_extensions: [{long}, "{hidden}", "a\\nb", [1], ~]\n').notes
    assert all(len(note) < 120 and note.isprintable() for note in notes)
    assert len(notes) == 4


def test_of_too_many_extensions_the_first_are_used() -> None:
    found = extensions("markdown_extensions:\n" + "".join(f"  - x{n}\n" for n in range(150)))
    assert found.notes[0] == "only the first 100 extensions are used"
    assert len(found.notes) == 101
