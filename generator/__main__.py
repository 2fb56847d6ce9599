"""`python -m generator` is `creditroll`."""

from generator.cli import main

main()
