"""Random edits of a small site, each followed by a comparison with a clean build of the same sources."""
