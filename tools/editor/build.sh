#!/usr/bin/env bash
# Builds webapp/static/vendor/codemirror.js from the locked packages. Needs node and npm; nothing else here does.
# The checksum beside it is what tests compare: a rebuild from the same lock gives the same bytes.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
vendor="$here/../../webapp/static/vendor"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp "$here"/package.json "$here"/package-lock.json "$here"/entry.js "$work"
cd "$work"
npm ci --no-audit --no-fund --silent
npx esbuild entry.js --bundle --minify --format=iife --global-name=CodeMirror --target=es2019 --legal-comments=none \
  --banner:js='/* CodeMirror 6, MIT licence: codemirror.LICENSE */' --outfile="$vendor/codemirror.js"
(cd "$vendor" && sha256sum codemirror.js > codemirror.sha256)
