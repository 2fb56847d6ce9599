"""From the anthology to the site: what will be published, decided before the first byte."""
