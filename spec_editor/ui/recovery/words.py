"""What is said of a text that was not saved."""

from spec_editor.core.unsaved import Since, UnsavedText

SINCE_WORDS = {
    Since.UNCHANGED: "file unchanged",
    Since.CHANGED: "file changed since",
    Since.GONE: "file is gone",
    Since.UNREADABLE: "file cannot be read",
    Since.NEVER_SAVED: "never saved",
    Since.DAMAGED: "damaged",
}
_SENTENCES = {
    Since.UNCHANGED: "The file is as it was when this text was edited. Restoring puts the text "
    "into the editor, unsaved; undo leads back to what the file holds.",
    Since.CHANGED: "Another program has changed the file since. Restoring puts the text into the "
    "editor and asks there how the two go together; the file stays as it is.",
    Since.GONE: "The file was deleted or moved since. Restoring puts the text into the editor; "
    "saving makes the file anew.",
    Since.NEVER_SAVED: "This text never had a file. Restoring puts it into the editor.",
    Since.DAMAGED: "What was kept of this text cannot be read. It stays where it is until you "
    "discard it.",
}
GLYPHS = {
    Since.UNCHANGED: ("file-document-edit-outline", "muted"),
    Since.CHANGED: ("file-alert-outline", "warning"),
    Since.GONE: ("file-remove-outline", "warning"),
    Since.UNREADABLE: ("file-lock-outline", "warning"),
    Since.NEVER_SAVED: ("file-plus-outline", "muted"),
    Since.DAMAGED: ("file-cancel-outline", "error"),
}


def sentence_about(text: UnsavedText) -> str:
    """Say what is known of the file, and what restoring does."""
    if text.since is Since.UNREADABLE:
        return f"{text.reason} Restoring puts the text into the editor; save it somewhere else."
    sentence = _SENTENCES[text.since]
    if text.converted_to:
        sentence += f" The file was to be converted to {text.converted_to}; saving does that."
    return f"{text.reason} {sentence}" if text.reason else sentence
