"""What stands in place of something that is not shown."""

from html import escape

from spec_editor.core.blocks import encodable

#: The most source shown in a notice, in characters.
MAX_SOURCE_LENGTH = 100_000


def notice_html(mark: str, message: str, source: str, more: str = "") -> str:
    """Return a message and, when there is any, the source that it is about.

    ``mark`` is the sanitiser's; ``more`` is one more class of the message.
    """
    classes = f"{mark}notice {mark}{more}" if more else f"{mark}notice"
    told = f'<p class="{classes}">{escape(message)}</p>'
    if not source:
        return told
    shown = encodable(source[:MAX_SOURCE_LENGTH]) + ("…" if len(source) > MAX_SOURCE_LENGTH else "")
    return f'{told}<pre class="{mark}notice-source"><code>{escape(shown, quote=False)}</code></pre>'
