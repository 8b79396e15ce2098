"""What can go wrong with files, each as one message for the user."""


class StorageError(Exception):
    """A file could not be read or written; the message names it and says what is safe."""
