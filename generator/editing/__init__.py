"""Changes to manifests that leave everything else as it was written."""
