#!/bin/bash
# Brings a BIND server to the configuration in SSM parameters. It runs when the host is new, at each change and every half
# hour. A configuration that BIND refuses is not installed: the server goes on with the one it has.
#
# Set before: PARAMETERS (path of the parameters), AWS_DEFAULT_REGION.
set -euo pipefail

# named.conf comes last: it includes the others
files='studio-access-zones.conf studio-access-validate-except.conf named.conf'

place_of() {
  if [ "$1" = named.conf ]; then echo /etc/named.conf; else echo "/etc/named/$1"; fi
}

command -v named > /dev/null || dnf install --assumeyes --quiet bind bind-utils

work=$(mktemp --directory)
trap 'rm --recursive "$work"' EXIT
mkdir "$work/new" "$work/old"
for file in $files; do
  aws ssm get-parameter --name "$PARAMETERS/$file" --query Parameter.Value --output text > "$work/new/$file"
done

# the check reads the new files, which are not in their places yet
sed "s#include \"/etc/named/#include \"$work/new/#" "$work/new/named.conf" > "$work/checked.conf"
if ! named-checkconf "$work/checked.conf"; then
  echo 'BIND refuses the new configuration; the server keeps the one it has' >&2
  exit 1
fi

changed=no
mkdir --parents /etc/named
for file in $files; do
  place=$(place_of "$file")
  cmp --silent "$work/new/$file" "$place" && continue
  changed=yes
  if [ -e "$place" ]; then cp "$place" "$work/old/$file"; fi
  # a reader sees the old file or the new one, never a part
  install --mode 644 "$work/new/$file" "$place.new"
  mv "$place.new" "$place"
done

# at a boot, the server starts by itself with the files as they are
systemctl enable --now --quiet named
if [ "$changed" = no ]; then
  echo 'nothing has changed'
elif systemctl reload named; then
  # answers from before the change
  rndc flush
  echo 'the new configuration is in use'
else
  for file in $files; do
    if [ -e "$work/old/$file" ]; then cp "$work/old/$file" "$(place_of "$file")"; fi
  done
  systemctl reload named || true
  echo 'BIND could not load the new configuration; the old one is back' >&2
  exit 1
fi
