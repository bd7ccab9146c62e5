"""What each kind of decision answers, as frozen values, and how they are written as JSON and read back."""
