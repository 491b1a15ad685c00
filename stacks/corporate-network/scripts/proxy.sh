#!/bin/bash
# Brings the forward proxy to the configuration in an SSM parameter. A configuration that Squid refuses is not installed.
#
# Set before: PARAMETERS (path of the parameters), AWS_DEFAULT_REGION.
set -euo pipefail

place=/etc/squid/squid.conf
command -v squid > /dev/null || dnf install --assumeyes --quiet squid

new=$(mktemp)
trap 'rm "$new"' EXIT
aws ssm get-parameter --name "$PARAMETERS/squid.conf" --query Parameter.Value --output text > "$new"
if ! squid -k parse -f "$new"; then
  echo 'Squid refuses the new configuration; the proxy keeps the one it has' >&2
  exit 1
fi

if cmp --silent "$new" "$place"; then
  systemctl enable --now --quiet squid
else
  install --mode 644 "$new" "$place.new"
  mv "$place.new" "$place"
  systemctl enable --quiet squid
  systemctl reload-or-restart squid
fi
