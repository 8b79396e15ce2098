"""The program's version; a frozen program has no installed metadata to ask."""

VERSION = "0.1.0"
