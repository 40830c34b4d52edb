"""Where compiled pages lie on disk, for the next start to find them."""

import contextlib

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class CompiledPages(FileSystemBytecodeCache):
    """The compiled pages; one that cannot be kept there is shown all the same.

    A start with other sentences takes the folder away while the processes of before still answer,
    and a disk may be full.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)
