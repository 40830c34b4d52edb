"""Measure the site, each figure beside the physical limit it is held against: `python -m bench`.

Everything measured runs in a temporary folder and on the loopback address, and is stopped at the
end, whatever happens. The tests of crashes and crowds borrow the same site and the same clients.
"""
