"""What is kept on disk: the store of takes, segments and covers; atomic writes; locks."""
