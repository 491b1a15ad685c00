#!/bin/bash
# Makes a desk of the corporate network: it asks the DNS servers of the site, goes to the internet by the proxy only, and
# has a browser and studio-access, if the bucket of packages holds them.
#
# Set before: DNS_SERVERS (addresses), PROXY (http://host:port), NO_PROXY_NAMES (names that are reached directly, divided by
# commas), BROWSER_PROXY (JSON, the policy ProxySettings of Chrome), PACKAGES_BUCKET (may be empty), AWS_DEFAULT_REGION.
set -euo pipefail

# before the client changes its servers: those of a new site install themselves at the same time
dnf install --assumeyes --quiet bind-utils nodejs22 nodejs22-npm

one_answers() {
  local server text
  for server in $DNS_SERVERS; do
    # what dig prints of a server that does not answer is no answer
    if text=$(dig +short +time=2 +tries=1 "@$server" amazonaws.com SOA) && [ -n "$text" ]; then return 0; fi
  done
  return 1
}

# without a server that answers, Systems Manager could not even reach this host to mend it
tries=1
until one_answers; do
  if [ "$tries" = 60 ]; then
    echo "none of the DNS servers $DNS_SERVERS answers; the client keeps those that it has" >&2
    exit 1
  fi
  tries=$((tries + 1))
  sleep 10
done

# "~." sends all names to these servers, whatever DHCP says
mkdir --parents /etc/systemd/resolved.conf.d
printf '[Resolve]\nDNS=%s\nDomains=~.\n' "$DNS_SERVERS" > /etc/systemd/resolved.conf.d/site.conf
systemctl restart systemd-resolved

for name in https_proxy HTTPS_PROXY; do echo "export $name=$PROXY"; done > /etc/profile.d/site-proxy.sh
for name in no_proxy NO_PROXY; do echo "export $name=$NO_PROXY_NAMES"; done >> /etc/profile.d/site-proxy.sh
mkdir --parents /etc/opt/chrome/policies/managed
echo "{\"ProxySettings\": $BROWSER_PROXY}" > /etc/opt/chrome/policies/managed/site.json

if [ -n "$PACKAGES_BUCKET" ]; then
  # a package that has not changed is not copied again
  mkdir --parents /var/lib/site-packages
  aws s3 sync --only-show-errors "s3://$PACKAGES_BUCKET/linux/" /var/lib/site-packages/linux
  aws s3 sync --only-show-errors --exclude '*' --include studio-access.tgz "s3://$PACKAGES_BUCKET/" /var/lib/site-packages
  for package in /var/lib/site-packages/linux/*.rpm; do
    if [ -e "$package" ]; then dnf install --assumeyes --quiet "$package"; fi
  done
  # the bucket gives the file the time of its upload
  if [ /var/lib/site-packages/studio-access.tgz -nt /var/lib/site-packages/installed ]; then
    # its one dependency is for keychains, of which a server has none; there is no registry to ask for it either
    npm install --global --offline --omit=optional --no-audit --no-fund /var/lib/site-packages/studio-access.tgz
    touch /var/lib/site-packages/installed
  fi
fi
