"""What rendering asks of the world around it, played by a test."""


class Services:
    """Keeps what rendering reports; quarantines the keys it is told to."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, str]] = []
        self.quarantined: set[str] = set()

    def progress(self, kind: str, key: str) -> None:
        self.steps.append((kind, key))

    def is_quarantined(self, key: str) -> bool:
        return key in self.quarantined
