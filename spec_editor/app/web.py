"""The web page of the preview; made before all else, since its processes take longest to start."""

from dataclasses import dataclass

from spec_editor.app.assets import PreviewAssets
from spec_editor.render.web import SafePage, SafeProfile


@dataclass(frozen=True)
class Web:
    """The preview's page, and what it needs to live."""

    assets: PreviewAssets
    profile: SafeProfile
    page: SafePage


def make_web() -> Web:
    """Make the page of the preview; nothing is loaded yet."""
    assets = PreviewAssets()
    profile = SafeProfile(assets)
    return Web(assets, profile, SafePage(profile))
