"""Names the distribution packages that hold the libraries Qt and Chromium load.

For apt and pacman there is a table; dnf and zypper find a package by the library's own name.
"""

from collections.abc import Iterable

# What a library's file is called -> its package for apt (Debian 12), its package for pacman.
PACKAGES = {
    "libEGL.so.1": ("libegl1", "libglvnd"),
    "libGL.so.1": ("libgl1", "libglvnd"),
    "libGLX.so.0": ("libglx0", "libglvnd"),
    "libOpenGL.so.0": ("libopengl0", "libglvnd"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libx11"),
    "libX11.so.6": ("libx11-6", "libx11"),
    "libXcomposite.so.1": ("libxcomposite1", "libxcomposite"),
    "libXdamage.so.1": ("libxdamage1", "libxdamage"),
    "libXext.so.6": ("libxext6", "libxext"),
    "libXfixes.so.3": ("libxfixes3", "libxfixes"),
    "libXi.so.6": ("libxi6", "libxi"),
    "libXrandr.so.2": ("libxrandr2", "libxrandr"),
    "libXrender.so.1": ("libxrender1", "libxrender"),
    "libXtst.so.6": ("libxtst6", "libxtst"),
    "libasound.so.2": ("libasound2", "alsa-lib"),
    "libatomic.so.1": ("libatomic1", "gcc-libs"),
    "libcups.so.2": ("libcups2", "libcups"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus"),
    "libdrm.so.2": ("libdrm2", "libdrm"),
    "libexpat.so.1": ("libexpat1", "expat"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype2"),
    "libgbm.so.1": ("libgbm1", "mesa"),
    "libgio-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgobject-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2", "krb5"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libnspr4.so": ("libnspr4", "nspr"),
    "libnss3.so": ("libnss3", "nss"),
    "libnssutil3.so": ("libnss3", "nss"),
    "libplc4.so": ("libnspr4", "nspr"),
    "libplds4.so": ("libnspr4", "nspr"),
    "libsmime3.so": ("libnss3", "nss"),
    "libstdc++.so.6": ("libstdc++6", "gcc-libs"),
    "libudev.so.1": ("libudev1", "systemd-libs"),
    "libwayland-client.so.0": ("libwayland-client0", "wayland"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "wayland"),
    "libwayland-egl.so.1": ("libwayland-egl1", "wayland"),
    "libwayland-server.so.0": ("libwayland-server0", "wayland"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-dri3.so.0": ("libxcb-dri3-0", "libxcb"),
    "libxcb-glx.so.0": ("libxcb-glx0", "libxcb"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libxkbfile.so.1": ("libxkbfile1", "libxkbfile"),
    "libz.so.1": ("zlib1g", "zlib"),
}

# Renamed when Debian 13 and Ubuntu 24.04 moved to 64-bit time; both came with glibc 2.39 or newer.
RENAMED_SINCE_GLIBC = (2, 39)
RENAMED = frozenset({"libasound2", "libcups2", "libglib2.0-0"})

FONTS = {
    "apt-get": ("fontconfig", "fonts-dejavu-core"),
    "dnf": ("fontconfig", "dejavu-sans-fonts", "dejavu-sans-mono-fonts"),
    "zypper": ("fontconfig", "dejavu-fonts"),
    "pacman": ("fontconfig", "ttf-dejavu"),
}

# What PyInstaller calls while it makes the bundle.
BUNDLE_TOOLS = {"objdump": "binutils"}

INSTALL = {
    "apt-get": ("apt-get", "install", "-y", "--no-install-recommends"),
    "dnf": ("dnf", "install", "-y"),
    "zypper": ("zypper", "--non-interactive", "install"),
    "pacman": ("pacman", "-S", "--needed", "--noconfirm"),
}


def packages_for(
    libraries: Iterable[str], manager: str, glibc: tuple[int, int]
) -> tuple[list[str], list[str]]:
    """Return the packages that hold the libraries, and the libraries of which we know none.

    Args:
        libraries: file names such as ``libnss3.so``.
        manager: the package manager's program, a key of INSTALL.
        glibc: the version of the C library, which tells apt's older names from the newer ones.
    """
    packages, unknown = set(), []
    for library in sorted(libraries):
        if manager in ("dnf", "zypper"):
            packages.add(f"{library}()(64bit)")
        elif is_python_library(library):
            packages.add("python" if manager == "pacman" else library.partition(".so")[0])
        elif library not in PACKAGES:
            unknown.append(library)
        elif manager == "pacman":
            packages.add(PACKAGES[library][1])
        else:
            packages.add(apt_name(PACKAGES[library][0], glibc))
    return sorted(packages), unknown


def is_python_library(library: str) -> bool:
    """Say whether the library is Python itself, ``libpython3.11.so.1.0`` for example."""
    return library.startswith("libpython3.")


def apt_name(package: str, glibc: tuple[int, int]) -> str:
    """Return what Debian or Ubuntu of that C library calls the package."""
    renamed = package in RENAMED and glibc >= RENAMED_SINCE_GLIBC
    return f"{package}t64" if renamed else package
