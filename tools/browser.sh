#!/usr/bin/env bash
# Makes sure a Chromium and a Chinese font are there for the browser tests; where it cannot, those tests skip and say why.
set -u
found() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
if [ -n "$(found)" ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null
else
  echo "no Chromium found: the browser tests will be skipped" >&2
fi
exit 0
