# Private access to SageMaker Studio, environment example: forward zones for FreeIPA (Red Hat Identity Management).
#
# Final zones, all of them here:
#   a1b2c3d4e5.execute-api.us-east-1.amazonaws.com - the API that hands out Studio URLs
#   studio.us-east-1.sagemaker.aws - SageMaker Studio and its apps
#   api.sagemaker.us-east-1.amazonaws.com - the SageMaker API, which Studio calls from the browser
# No zone is missing.
#
# Install. FreeIPA of RHEL 8 runs on BIND 9.11, which has no exemption from DNSSEC validation: there, leave out the
# first two lines of step 1, and write dnssec-validation no; into /etc/named/ipa-options-ext.conf.
#   1. On every DNS server of FreeIPA, exempt the names from DNSSEC validation:
#        install -m 644 validate-except.conf /etc/named/studio-access-validate-except.conf
#      and write at the end of /etc/named/ipa-options-ext.conf, which FreeIPA leaves to you:
#        include "/etc/named/studio-access-validate-except.conf";
#      then: named-checkconf && systemctl restart named
#   2. Once, on any machine of the domain, as somebody who administers DNS; all servers get it from the directory:
#        kinit admin && sh freeipa.sh
#   3. On every DNS server, forget earlier answers:
#        rndc flushtree a1b2c3d4e5.execute-api.us-east-1.amazonaws.com
#        rndc flushtree studio.us-east-1.sagemaker.aws
#        rndc flushtree api.sagemaker.us-east-1.amazonaws.com
#
# Check, on a machine that people work on: each answer is a private address of the VPC.
#   dig a1b2c3d4e5.execute-api.us-east-1.amazonaws.com
#   dig test.studio.us-east-1.sagemaker.aws
#   dig api.sagemaker.us-east-1.amazonaws.com
#   No answer, or SERVFAIL after seconds: the server does not reach the resolver (route, firewall, security group).
#   A public address or NXDOMAIN: the machine asks another server, or this one remembers an older answer.
#
# Undo: remove the include line of step 1 and restart named; step 3; and
#   ipa dnsforwardzone-del a1b2c3d4e5.execute-api.us-east-1.amazonaws.com.
#   ipa dnsforwardzone-del studio.us-east-1.sagemaker.aws.
#   ipa dnsforwardzone-del api.sagemaker.us-east-1.amazonaws.com.

set -eu
export LC_ALL=C

# creates a forward zone, or gives one that exists these forwarders
forward() {
    if ! ipa dnsforwardzone-show "$1" >/dev/null 2>&1; then
        ipa dnsforwardzone-add "$1" --forwarder=10.20.0.10 --forwarder=10.20.32.10 --forward-policy=only --skip-overlap-check
    elif ! message=$(ipa dnsforwardzone-mod "$1" --forwarder=10.20.0.10 --forwarder=10.20.32.10 --forward-policy=only 2>&1); then
        case $message in
            *"no modifications to be performed"*) echo "$1 is up to date" ;;
            *) echo "$message" >&2; exit 1 ;;
        esac
    fi
}

# the API that hands out Studio URLs
forward a1b2c3d4e5.execute-api.us-east-1.amazonaws.com.

# SageMaker Studio and its apps
forward studio.us-east-1.sagemaker.aws.

# the SageMaker API, which Studio calls from the browser
forward api.sagemaker.us-east-1.amazonaws.com.
