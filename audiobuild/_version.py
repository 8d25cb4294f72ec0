"""The program's version, apart so that modules below the public API can name it."""

__version__ = "0.2.0"
