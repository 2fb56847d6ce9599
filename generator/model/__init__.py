"""The nouns: what was made, who made it, what will be published."""
