# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# somaxconn is raised, which does not help a listener that is there already.
WANTS=accept-queue-outdated
OBJECT="tcp 127.0.0.1:8080"
# For all doctors to be between their looks at some time.
INTERVAL=8

inject()
{
	keep net.core.somaxconn=10 &&
		lab accept 8080 65535 -1 && lab connect 8080 40 500
}

meanwhile()
{
	case ${1-} in
	first) keep net.core.somaxconn=10 ;;
	"") between_looks keep net.core.somaxconn=16384 ;;
	esac
}

mend()
{
	meanwhile() { :; }
	end_labs
	lab accept 8080 65535 -1 && lab connect 8080 40 500
}
