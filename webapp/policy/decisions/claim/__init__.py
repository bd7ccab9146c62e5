"""A claim (互助保障申报) and the cover before it (保障): the plan's rows run over events, filings and bills, and the story told of it."""
