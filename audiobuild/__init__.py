"""Turns interview scripts into chaptered podcast episodes."""

__version__ = "0.1.0"
