"""What is kept on disk: the store of takes and runs, atomic writes, locks."""
