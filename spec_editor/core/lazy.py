"""Values that are computed when somebody first asks for them."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast, overload

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801  it is used as a decorator, like property
    """Like ``functools.cached_property`` without its lock, which costs more than most values.

    The owner needs a ``__dict__``; the value is kept there under the attribute's name.
    """

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> "lazy[T]": ...

    @overload
    def __get__(self, owner: object, kind: type) -> T: ...

    def __get__(self, owner: object | None, kind: type) -> "T | lazy[T]":
        if owner is None:
            return self
        value = owner.__dict__[self._name] = self._compute(owner)
        return value


class Once:
    """Keeps what was computed under a name, so that several who ask need not compute it again."""

    def __init__(self) -> None:
        self._kept: dict[str, object] = {}

    def __call__(self, name: str, compute: Callable[[], T]) -> T:
        """Return what a name stands for, computed now when it never was before."""
        if name not in self._kept:
            self._kept[name] = compute()
        return cast("T", self._kept[name])
