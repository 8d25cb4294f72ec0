"""Sends a published folder to where listeners' apps find it, with rsync, rclone or git."""

from audiobuild.publishing.upload.site import Site, Update, site_of
from audiobuild.publishing.upload.targets import Target, target_of

__all__ = ["Site", "Target", "Update", "site_of", "target_of"]
