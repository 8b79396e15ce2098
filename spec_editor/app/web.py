"""The web page of the preview; made before all else, since its processes take longest to start."""

from dataclasses import dataclass

from spec_editor.app.assets import PreviewAssets
from spec_editor.render.web import RendererWatch, SafePage, SafeProfile


@dataclass(frozen=True)
class Web:
    """The preview's page, and what it needs to live."""

    assets: PreviewAssets
    profile: SafeProfile
    page: SafePage
    watch: RendererWatch


def make_web() -> Web:
    """Make the page of the preview; nothing is loaded yet."""
    assets = PreviewAssets()
    profile = SafeProfile(assets)
    page = SafePage(profile)
    # Its watch must not outlive the page.
    return Web(assets, profile, page, RendererWatch(page, parent=page))
