"""Says whether a folder lies on another computer, where the system tells of no changes."""

import os
from pathlib import Path

import psutil

_NETWORK = {
    "9p",
    "afpfs",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "davfs",
    "drvfs",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs3",
    "nfs4",
    "prl_fs",
    "smb",
    "smb2",
    "smb3",
    "smbfs",
    "vboxsf",
    "virtiofs",
    "vmhgfs",
    "webdav",
    "fuse.ceph",
    "fuse.davfs2",
    "fuse.glusterfs",
    "fuse.gvfsd-fuse",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "fuse.vmhgfs-fuse",
}


def network_kind(folder: Path) -> str:
    """Return the kind of network drive that a folder lies on; empty when it is on this computer."""
    try:
        mounts = psutil.disk_partitions(all=True)
    except OSError:
        # Without the list of drives (a restricted container) nothing is known against it.
        return ""
    above = [mount for mount in mounts if folder.is_relative_to(mount.mountpoint)]
    if not above:
        return "network path" if os.fspath(folder).startswith("\\\\") else ""
    # Of two on the same place the later one is seen.
    nearest = max(reversed(above), key=lambda mount: len(mount.mountpoint))
    is_remote = nearest.fstype.lower() in _NETWORK or "remote" in nearest.opts.split(",")
    return (nearest.fstype or "network drive") if is_remote else ""
