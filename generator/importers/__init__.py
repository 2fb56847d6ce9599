"""Collections that were written down elsewhere, turned into manifests."""
