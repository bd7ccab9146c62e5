"""What every answer passes on its way out: proxies, headers, compression, static files, the log, the question whether we are well."""
