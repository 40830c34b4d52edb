"""The fee of an authorization."""

FEE_CENTS, CURRENCY = 700, "CAD"  # IRPR s. 294.1
