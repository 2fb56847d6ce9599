"""The whole pipeline: read, decide, make, publish; see run.py."""
