#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Everything at once for $STRESS_SECONDS (default 60), by $STRESS_SEED, in a
# debug kernel. What that kernel complains of is for vm/run.sh to see.

# shellcheck source-path=SCRIPTDIR source=guest.sh
. "$(dirname "$0")/guest.sh"
need_module
seconds=${STRESS_SECONDS:-60}
seed=${STRESS_SEED:-$RANDOM}
actors=()

# detector KEY=VALUE...: how KCSAN goes about it
detector()
{
	local setting

	for setting; do
		echo "${setting#*=}" >"/sys/module/kcsan/parameters/${setting%%=*}" || return
	done
}

# One that is there on purpose, to be found: see races.sh.
race_on_purpose()
{
	insmod "$CONTROL_KO" && sleep 10 && rmmod nt_control
}

keep_nothing()
{
	echo 0 >"$1"
}

if [ -d /sys/module/kcsan ]; then
	# An access is watched for so many us: the other emulated processor
	# may have to wait for a real one.
	passes "the detector of races has patience" detector udelay_task=500 udelay_interrupt=100
	passes "it is given a race to find" race_on_purpose
fi

# With one of the two processors away, 6.12's own account of what it keeps for
# tasks without a deadline is wrong now and then ("dl_rq->running_bw > old").
for file in "$DEBUGFS"/sched/fair_server/cpu*/runtime; do
	[ ! -e "$file" ] || passes "${file#"$DEBUGFS/sched/"} is 0" keep_nothing "$file"
done

# With the actors that the module, as it is, can serve.
"$HAMMER/nt_hammer" -p >"$TMP/actors"
while read -r verdict name why; do
	case $verdict in
	serves) actors+=("$name") ;;
	*) skip "$name" "$why" ;;
	esac
done <"$TMP/actors"
note "seed $seed, $seconds s"
verdicts < <("$HAMMER/nt_hammer" -s "$seconds" -r "$seed" -m "$NETTUNE_KO" "${actors[@]}" 2>&1)
[ ! -e "$DEBUGFS/kcsan" ] || sed 's/^/# kcsan: /' "$DEBUGFS/kcsan"
passes "afterwards the module answers" module_answers
passes "... and can be unloaded" rmmod nettune
passes "... loaded again" insmod "$NETTUNE_KO"
passes "... and unloaded again" rmmod nettune
[ ! -e $DEBUGFS/kmemleak ] || no_leaks "nothing has leaked"
finish
