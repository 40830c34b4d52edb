"""The bench is run seldom; what it takes from the site must still be there when it is."""

import importlib
import pkgutil

import bench


def test_every_measure_finds_what_it_measures() -> None:
    modules = [module.name for module in pkgutil.walk_packages(bench.__path__, "bench.")]
    assert len(modules) > 15
    for name in modules:
        if not name.endswith("__main__"):
            importlib.import_module(name)
