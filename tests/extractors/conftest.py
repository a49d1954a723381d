"""Puts this folder on the path: `reading` and `entities_parses` are for the packages' tests."""
