"""What policy writers see: drafts beside what is published, a preview, a picture, a dialogue."""
