"""How long a test waits for what it started, before it says that it hangs.

No promise of quickness: the machine may be busy with much else, and what runs ends by itself.
"""

PATIENCE = 600  # seconds
