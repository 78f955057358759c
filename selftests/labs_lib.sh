# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What the files of labs/ break things with, for labs.sh: a lab has namespaces
# $NS and $NS2, processes $PIDS that end with it, settings $KEPT that it gives back.

# Who is their neighbour; see silent_hosts().
SILENT=198.19.255.254

# there COMMAND...: where the doctor looks
there()
{
	if [ -n "$ON_HOST" ]; then
		"$@"
	else
		in_namespace "$NS" "$@"
	fi
}

# start_lab ARG...: of nt_lab, which is there until the lab is over
start_lab()
{
	local pid

	pid=$("$NT_LAB" "$@") || return
	PIDS+=("$pid")
}

# lab KIND PORT NUMBER...: a load in the namespace
lab()
{
	start_lab -n "$NS" "$@"
}

# lab_in NAMESPACE KIND PORT NUMBER...
lab_in()
{
	start_lab -n "$@"
}

# Whose privileges don't help where there is nothing left.
lab_as_nobody()
{
	local pid

	pid=$(in_namespace "$NS" setpriv --reuid 65534 --regid 65534 --clear-groups \
		"$NT_LAB" "$@") || return
	PIDS+=("$pid")
}

# What nobody has waited for yet holds nothing any more either.
all_gone()
{
	local pid state

	for pid; do
		! read -r _ _ state _ 2>/dev/null <"/proc/$pid/stat" || [ "$state" = Z ] || return
	done
}

# End what makes load, all of it or the processes that are named.
end_labs()
{
	[ $# != 0 ] || set -- "${PIDS[@]}"
	kill "$@" 2>/dev/null
	wait_for all_gone "$@"
}

# keep SETTING=VALUE...: set them where the doctor looks, until the lab is over
keep()
{
	if [ -n "$ON_HOST" ]; then
		on_host "$@"
	else
		there sysctl -qw "$@"
	fi
}

# on_host SETTING=VALUE...: of the machine, whose only namespace has them
on_host()
{
	local setting

	for setting; do
		KEPT+=("${setting%%=*}=$(sysctl -n "${setting%%=*}")")
	done
	sysctl -qw "$@"
}

# Have all doctors looked once, and wait for their second look?
doctors_wait()
{
	local file pid where

	for file in "$TMP"/pid-*; do
		read -r pid <"$file" || return
		# One that has ended waits no more.
		where=nanosleep
		read -r where <"/proc/$pid/wchan"
		[[ $where = *nanosleep* ]] || return
	done 2>/dev/null
}

# between_looks COMMAND...: then, for meanwhile
between_looks()
{
	local i

	for ((i = 0; i < 1200; i++)); do
		! doctors_wait || break
		nap 0.05
	done
	"$@"
}

# A second namespace on the other end of a cable: 10.9.0.1 and 10.9.0.2
cable()
{
	namespace "$NS2" &&
		ip -n "$NS" -b - <<-END &&
			link add veth0 type veth peer name veth1 netns $NS2
			addr add 10.9.0.1/24 dev veth0
			link set veth0 up
		END
		ip -n "$NS2" -b - <<-END
			addr add 10.9.0.2/24 dev veth1
			link set veth1 up
		END
}

# Hosts that never answer: what is sent to them vanishes. $SILENT is their
# neighbour; the kernel sends nothing to others from a loopback address.
silent_hosts()
{
	ip -n "$NS" -b - <<-END
		link add silent0 type dummy
		link set silent0 up arp off
		addr add $SILENT/15 dev silent0
	END
}

# number WORDS: the number that follows these words in the fix
number()
{
	[[ $FIX =~ $1\ ([0-9]+) ]] && echo "${BASH_REMATCH[1]}"
}
