"""The ways into joining beside the site itself: a drive's code, a union's QR, a platform's link, an officer's desk, another province."""
