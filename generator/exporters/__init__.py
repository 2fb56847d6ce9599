"""What leaves the site in other shapes."""
