"""From files to the anthology: reading, locating, checking."""
