"""What must be true of devices at any moment, each a query that lists what breaks it."""

LAWS = {
    "a device is paired with an office that there is not": """
        SELECT device.id, device.office FROM devices_device AS device
          LEFT JOIN offices_office AS office ON office.code = device.office
         WHERE device.revoked_at IS NULL AND office.code IS NULL""",
    "a device was taken away or seen before it was paired": """
        SELECT id, office FROM devices_device
         WHERE revoked_at < paired_at OR seen_at < paired_at""",
}
