"""A scenario as pages: a stable address for every step; private answers stay in the visit."""
