#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# diff, apply, revert, history: what they do to the settings of a network
# namespace, and what they leave of it when something goes wrong. Needs no
# module and no VM.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
NS=nt-tune-$$
export NETTUNE_STATE=$TMP/state
# Shipped ones, from beside this folder or as they are installed.
[ ! -d "$HERE/../tools/profiles" ] || export NETTUNE_PROFILES=$HERE/../tools/profiles

tune()
{
	run "$NETTUNE" -N "$NS" "$@"
}

# Every setting of the namespace, as the kernel prints them.
settings()
{
	# Two of them count packets, or are drawn anew.
	in_namespace "$NS" sh -c 'cd /proc/sys/net && grep -r . core ipv4 2>/dev/null' |
		grep -vE 'tcp_fastopen_key|/flush:|fib_multipath_hash_seed' | sort
}

value()
{
	in_namespace "$NS" cat "/proc/sys/${1//.//}" | tr '\t' ' '
}

put()
{
	in_namespace "$NS" sh -c "echo '$2' >/proc/sys/${1//.//}"
}

# profile NAME LINE...
profile()
{
	local name=$1

	shift
	{ echo "[main]"; echo "summary=$name"; echo "[sysctl]"; printf '%s\n' "$@"; } >"$TMP/$name.conf"
}

state_of()
{
	"$NETTUNE" -j history | jq -r ".[] | select(.id == $1) | .state"
}

need_root
ip netns add "$NS" || skip_all "no network namespaces"
NAMESPACES+=("$NS")
put net.ipv4.ip_local_port_range "32768 60999"
put net.core.somaxconn 4096
settings >"$TMP/before"
profile web "# Bounds both queues of a listener." "net.core.somaxconn => 16384" \
	"net.ipv4.ip_local_port_range = 15000 65000" "net.ipv4.tcp_tw_recycle = 1" \
	"net.ipv4.tcp_fin_timeout = 60"
profile more "net.core.somaxconn = 20000" "net.ipv4.tcp_retries2 = 10"
profile machine "net.core.somaxconn = 16384" "net.core.netdev_max_backlog = 4096"
profile wrong "net.core.somaxconn = 16384" "net.ipv4.tcp_retries2 = 256"
# The kernel refuses this one, and nobody can know before.
profile late "net.core.somaxconn = 16384" "net.ipv4.tcp_congestion_control = no-such-algorithm"

# diff
tune diff "$TMP/web.conf"
is "diff: exit status" "$status" 0
has "... what is set" "$out" "^set +net.core.somaxconn +4096 -> 16384$"
has "... when it tells" "$out" "^ +From the next listen\(\)"
has "... why" "$(tr -s '\n ' ' ' <<<"$out")" "Bounds both queues of a listener\."
has "... what is not here" "$out" "^absent +net.ipv4.tcp_tw_recycle"
has "... since when" "$out" "gone since Linux 4.12"
has "... what stays" "$out" "^keep +net.ipv4.tcp_fin_timeout +60$"
is "... no line is wider than 80" "$(awk 'length > 80' <<<"$out")" ""
tune -j diff "$TMP/web.conf"
is "diff -j: the contract" "$(jq -c '[.[] | [.key, .device, .current, .wanted, .action, .effect]]' <<<"$out")" \
	'[["net.core.somaxconn",null,4096,16384,"set","next_listen"],["net.ipv4.ip_local_port_range",null,"32768 60999","15000 65000","set","new_sockets"],["net.ipv4.tcp_tw_recycle",null,null,null,"absent","at_once"],["net.ipv4.tcp_fin_timeout",null,60,60,"keep","at_once"]]'
is "... reasons" "$(jq -c '[.[].reason]' <<<"$out")" '["Bounds both queues of a listener.",null,null,null]'
tune apply --dry-run "$TMP/web.conf"
is "apply --dry-run: exit status" "$status" 0
tune apply --dry-run "$TMP/wrong.conf"
is "... of one that is refused" "$status" 1
tune history
is "history: nothing yet" "$status $(wc -l <<<"$out")" "0 1"
tune -j history
is "... as JSON" "$(jq -c . <<<"$out")" "[]"
tune revert
is "revert: nothing yet" "$status" 0
passes "nothing was written" cmp "$TMP/before" <(settings)
is "... nor a folder made" "$([ -e "$TMP/state" ] || echo none)" none

# apply, revert
tune apply "$TMP/web.conf"
is "apply: exit status" "$status" 0
has "... tells how to get back" "$out" "nettune -N $NS revert 1"
has "... what was done" "$out" "^2 set, 1 already as wanted, 1 not here\.$"
is "... somaxconn" "$(value net.core.somaxconn)" 16384
is "... ports" "$(value net.ipv4.ip_local_port_range)" "15000 65000"
is "... in the history" "$(state_of 1)" applied
is "... rights of the folder and of the journal" \
	"$(stat -c %a "$TMP/state" "$TMP/state/000001.jsonl" | xargs)" "755 644"
is "... each line of the journal is JSON" "$(jq -s 'length' "$TMP/state/000001.jsonl")" 6
tune apply "$TMP/web.conf"
is "apply again: nothing to do" "$status $(state_of 2)" "0 "
tune revert
is "revert: exit status" "$status" 0
passes "... all is as it was" cmp "$TMP/before" <(settings)
is "... in the history" "$(state_of 1)" reverted
tune revert 1
is "revert again: nothing left" "$status" 0
tune revert 77
is "revert: no such apply" "$status" 1
tune revert x
is "revert: no number" "$status" 2
tune apply
is "apply: no profile" "$status" 2
tune apply no-such-profile
is "apply: no such profile" "$status" 1

# It fails: nothing changes.
mkdir -m 755 "$TMP/others"
run setpriv --reuid=65534 --regid=65534 --clear-groups env NETTUNE_STATE="$TMP/others/state" "$NETTUNE" apply no-such-profile
is "apply: without rights: what is wrong with the profile comes first" "$status $(grep -c no-such-profile <<<"$err")" "1 1"
run env NETTUNE_STATE="$TMP/others/state" "$NETTUNE" -N "$NS" apply "$TMP/wrong.conf"
is "apply: what can't be done makes no folder" "$status $(ls "$TMP/others")" "1 "
tune apply "$TMP/wrong.conf"
is "apply: out of range: exit status" "$status" 1
has "... which, and why" "$err" "net.ipv4.tcp_retries2: refused: 256 is out of range"
passes "... nothing is changed" cmp "$TMP/before" <(settings)
tune apply "$TMP/late.conf"
is "apply: the kernel refuses a step: exit status" "$status" 1
has "... which" "$err" "setting net.ipv4.tcp_congestion_control to no-such-algorithm"
has "... it was set back" "$err" "nothing is changed: (1 setting was|2 settings were) set back$"
passes "... nothing is changed" cmp "$TMP/before" <(settings)
tune apply --force "$TMP/wrong.conf"
is "... --force: the rest" "$status $(value net.core.somaxconn)" "4 16384"
tune revert
passes "... and back" cmp "$TMP/before" <(settings)
tune apply --force "$TMP/late.conf"
is "apply --force: the kernel refuses a step: the rest" "$status $(value net.core.somaxconn)" "4 16384"
has "... why" "$err" "setting net.ipv4.tcp_congestion_control to no-such-algorithm: "
has "... what became of it" "$err" "tcp_congestion_control: refused, stays at "
has "... also where all is told" "$out" "^refused +net.ipv4.tcp_congestion_control"
id=$("$NETTUNE" -j history | jq 'last.id')
is "... in the history" "$("$NETTUNE" -j history | jq -c 'last | [.state, (.steps | map(.state) | sort)]')" \
	'["applied",["refused","written"]]'
is "... which counts what was set" "$("$NETTUNE" history | awk 'END { print $5 }')" 1
tune verify
is "... verify asks for what was set only" "$status" 0
tune -j apply --force "$TMP/late.conf"
is "... again: only that is tried, and nothing stands" "$status $(jq -c '[.id, (.steps | map(.action) | sort)]' <<<"$out")" \
	'4 [null,["keep","refused"]]'
is "... it is rolled back" "$(state_of $((id + 1)))" rolled_back
tune revert
is "... revert is of the one that stands" "$status $(state_of "$id")" "0 reverted"
passes "... and back" cmp "$TMP/before" <(settings)
tune -j apply --force "$TMP/late.conf"
is "... -j" "$status $(jq -c '[(.id | type), (.steps[] | select(.action == "refused") | .key, .note)]' <<<"$out")" \
	'4 ["number","net.ipv4.tcp_congestion_control","the kernel has nothing of that name (or its module is missing)"]'
tune revert
passes "... and back" cmp "$TMP/before" <(settings)

# What is the whole machine's is left out in a namespace, and told.
tune diff "$TMP/machine.conf"
is "diff -N: a setting of the whole machine" "$status" 0
has "... is refused" "$out" "^refused +net.core.netdev_max_backlog"
has "... why" "$out" "a setting of the whole machine, not of a network"
has "... counted as left out" "$out" "^1 to be set, 1 left out\.$"
tune apply --dry-run "$TMP/machine.conf"
is "apply -N --dry-run: partly" "$status" 4
backlog=$(</proc/sys/net/core/netdev_max_backlog)
tune apply "$TMP/machine.conf"
is "apply -N: what belongs there is set" "$status $(value net.core.somaxconn)" "4 16384"
has "... what does not is told, and why" "$err" "netdev_max_backlog: left out: a setting of the whole machine"
is "... and left as it is" "$(</proc/sys/net/core/netdev_max_backlog)" "$backlog"
tune revert
passes "... and back" cmp "$TMP/before" <(settings)
profile both "net.core.netdev_max_backlog = 4096" "net.ipv4.tcp_retries2 = 256" \
	"net.core.somaxconn = 16384"
tune apply "$TMP/both.conf"
is "apply -N: a bad value beside it: all is refused" "$status" 1
has "... which" "$err" "tcp_retries2: refused: 256 is out of range"
passes "... nothing is changed" cmp "$TMP/before" <(settings)
for name in $("$NETTUNE" -j profiles | jq -r '.[].name'); do
	tune apply "$name"
	is "apply -N $name" "$([ $status = 0 ] || [ $status = 4 ] || echo "$status: $err")" ""
	tune revert
	passes "... and back" cmp "$TMP/before" <(settings)
done

# Somebody else changes it.
tune apply "$TMP/web.conf"
put net.core.somaxconn 777
tune revert
is "revert: changed since: exit status" "$status" 4
has "... which" "$err" "net.core.somaxconn left at 777"
is "... it is left" "$(value net.core.somaxconn)" 777
is "... the rest is not" "$(value net.ipv4.ip_local_port_range)" "32768 60999"
id=$("$NETTUNE" -j history | jq 'last.id')
is "... in the history" "$(state_of "$id")" partly_reverted
has "... how to go on" "$err" "'nettune -N $NS revert $id --force' sets it back"
tune revert
is "revert once more: there is something left" "$status" 4
has "... which" "$err" "net.core.somaxconn left at 777"
has "... how to go on" "$err" "'nettune -N $NS revert $id --force' sets it back"
tune -j revert
is "... -j" "$status $(jq -c '[.id, .restored, .left]' <<<"$out")" "4 [$id,0,1]"
tune revert "$id" --force
is "... --force: exit status" "$status" 0
passes "... all is as it was" cmp "$TMP/before" <(settings)

# The kernel writes it in another way, which is what was wanted.
profile ports "net.ipv4.ip_local_reserved_ports = 8000,8001,8002"
tune apply "$TMP/ports.conf"
is "apply: what the kernel writes in another way" "$status" 0
tune verify "$TMP/ports.conf"
is "verify: that is as wanted" "$status:$out" "0:1 as wanted."
tune verify
is "... without the profile" "$status:$out" "0:1 as wanted."
put net.ipv4.ip_local_reserved_ports 8000-8003
tune verify "$TMP/ports.conf"
is "... something else is not" "$status" 3
put net.ipv4.ip_local_reserved_ports 8000-8002
tune revert
passes "... all is as it was" cmp "$TMP/before" <(settings)

# Listeners that keep the limit that they had.
in_namespace "$NS" ip link set lo up
passes "two listeners" load "$NS" "$TMP/load" accept=4096:1 accept=100:1
port=$(jq '.made[0].sockets[0].local.port' "$TMP/load")
tune apply "$TMP/web.conf"
is "apply under listeners: exit status" "$status" 0
has "... who has to be restarted" "$out" "^Listener +Limit +Process +Unit"
is "... only the one that asked for more" "$(grep -c 'nt_load(' <<<"$out") $(grep -cE "^[0-9.]+:$port +4096 nt_load\(" <<<"$out")" "1 1"
tune revert
tune -j apply "$TMP/web.conf"
is "... -j" "$(jq -c '[.restart[] | [.local.port, .accept_max, .somaxconn, .comm, (.pid | type)]]' <<<"$out")" \
	"[[$port,4096,16384,\"nt_load\",\"number\"]]"
tune revert
tune -j apply "$TMP/more.conf"
is "... of another profile" "$(jq -c '.restart | length' <<<"$out")" 1
tune revert
kill "${LOADS[@]}"
in_namespace "$NS" ip link set lo down
passes "... all is as it was" cmp "$TMP/before" <(settings)

# One on top of the other.
tune apply "$TMP/web.conf"
first=$("$NETTUNE" -j history | jq 'last.id')
tune apply "$TMP/more.conf"
is "apply on top: exit status" "$status" 0
tune revert "$first"
is "revert of the lower one: refused" "$status" 1
has "... and which is first" "$err" "nettune -N $NS revert $((first + 1))"
is "... nothing is changed" "$(value net.core.somaxconn)" 20000
tune revert
is "revert of the upper one" "$status $(value net.core.somaxconn)" "0 16384"
tune revert
passes "revert of the lower one: all is as it was" cmp "$TMP/before" <(settings)
tune revert
is "no more to revert" "$status" 0

# From where it was applied.
tune apply "$TMP/web.conf"
run "$NETTUNE" revert "$("$NETTUNE" -j history | jq 'last.id')"
is "revert from another namespace: refused" "$status" 1
has "... and says which" "$err" "network namespace '$NS'.*: use -N"
echo 11111111-2222-3333-4444-555555555555 >"$TMP/boot"
run unshare -m sh -c "mount --bind $TMP/boot /proc/sys/kernel/random/boot_id &&
	$NETTUNE -N $NS -j history && $NETTUNE -N $NS revert $((first + 2))"
is "after a reboot: exit status" "$status" 0
is "... in the history" "$(jq -r 'last.state' <<<"$out")" before_reboot
has "... revert has nothing to do" "$err" "restarted since"
is "... and does nothing" "$(value net.core.somaxconn)" 16384
tune revert
passes "... all is as it was" cmp "$TMP/before" <(settings)

# A device with another name is still the same one.
in_namespace "$NS" ip link add nt0 type veth peer name nt1
in_namespace "$NS" ip link add nt0.5 type veth peer name nt5
profile conf "net.ipv4.conf.nt0.arp_announce = 2" "net/ipv4/conf/nt0.5/arp_ignore = 1" \
	"net.core.somaxconn = 16384"
tune apply "$TMP/conf.conf"
is "apply: sysctls of devices" "$status" 0
in_namespace "$NS" ip link set nt0 name nt8
in_namespace "$NS" ip link add nt0 type veth peer name nt6
tune revert
is "revert after it got another name" "$status $(value net.ipv4.conf.nt8.arp_announce)" "0 0"
has "... and says so" "$err" "note: nt0 is called nt8 now"
is "... what is called as it was has nothing to do with it" "$(value net.ipv4.conf.nt0.arp_announce)" 0
is "... the other one" "$(in_namespace "$NS" cat /proc/sys/net/ipv4/conf/nt0.5/arp_ignore)" 0
in_namespace "$NS" ip link del nt0
in_namespace "$NS" ip link set nt8 name nt0
tune apply "$TMP/conf.conf"
in_namespace "$NS" ip link del nt0
in_namespace "$NS" ip link add nt0 type veth peer name nt6
tune revert
is "revert after it was replaced: exit status" "$status" 4
has "... and says so" "$err" "arp_announce is not there any more"
is "... the rest is as it was" "$(value net.core.somaxconn)" 4096
tune revert
is "... what is gone is nothing that is left" "$status" 0
has "... and so there is nothing" "$err" "nothing is applied"
in_namespace "$NS" ip link del nt0
in_namespace "$NS" ip link del nt0.5
passes "... all is as it was" cmp "$TMP/before" <(settings)

# Over ssh: the device that carries the session is not cut off unasked.
in_namespace "$NS" ip link add nt0 type veth peer name nt1
in_namespace "$NS" ip link add br0 type bridge
in_namespace "$NS" ip addr add 10.9.9.1/24 dev nt0
in_namespace "$NS" ip link set nt0 up
in_namespace "$NS" ip link set nt1 up
printf '%s\n' "[main]" "summary=mtu" "[net]" "devices=nt0" "mtu=1400" >"$TMP/mtu.conf"
mtu()
{
	ip -n "$NS" -j link show "$1" | jq '.[0].mtu'
}
over_ssh()
{
	local peer=$1

	shift
	run in_namespace "$NS" env SSH_CONNECTION="$peer 5000 10.9.9.1 22" "$NETTUNE" "$@"
}
over_ssh 10.9.9.2 apply "$TMP/mtu.conf"
is "over ssh: its device: exit status" "$status" 1
has "... and says so" "$err" "link of nt0 may go down.*this ssh session needs.*--confirm"
is "... nothing is changed" "$(mtu nt0)" 1500
over_ssh ::ffff:10.9.9.2 apply "$TMP/mtu.conf"
is "... its address as IPv6" "$status" 1
run in_namespace "$NS" env SSH_CONNECTION="10.9.9.2 5000 10.9.9.1 22" \
	sh -c "env -u SSH_CONNECTION $NETTUNE apply $TMP/mtu.conf; exit \$?"
is "... from under sudo, which drops the variable" "$status" 1
over_ssh 10.9.9.2 apply --force "$TMP/mtu.conf"
is "... --force: exit status" "$status" 0
has "... announced" "$err" "note: the link of nt0 may go down"
is "... done" "$(mtu nt0)" 1400
in_namespace "$NS" ip link set nt0 name nt9
over_ssh 10.9.9.2 revert
is "revert after the device got another name" "$status $(mtu nt9)" "0 1500"
in_namespace "$NS" ip link set nt9 name nt0
in_namespace "$NS" ip link set nt0 up
over_ssh 127.0.0.1 apply "$TMP/mtu.conf"
is "over ssh from elsewhere" "$status" 0
has "... announced" "$err" "note: the link of nt0 may go down"
run in_namespace "$NS" "$NETTUNE" revert
ip -n "$NS" link set nt1 down
ip -n "$NS" addr flush dev nt0
in_namespace "$NS" ip link set nt0 master br0
ip -n "$NS" addr add 10.9.9.1/24 dev br0
ip -n "$NS" link set br0 up
# Which ports it has is in /sys, which has to be that of the namespace.
run ip netns exec "$NS" env SSH_CONNECTION="10.9.9.2 5000 10.9.9.1 22" "$NETTUNE" apply "$TMP/mtu.conf"
is "over ssh through a bridge: its port" "$status" 1
has "... and says so" "$err" "link of nt0 may go down.*this ssh session"
ip -n "$NS" link del nt0
ip -n "$NS" link del br0

# Two at once.
exec 9>>"$TMP/state/lock" && flock 9
tune apply "$TMP/web.conf" 9>&-
is "apply: another is at it: exit status" "$status" 1
has "... and says so" "$err" "another nettune is at it"
run timeout 4 "$NETTUNE" -N "$NS" apply --wait=1 "$TMP/web.conf" 9>&-
is "... --wait: how long is waited for it" "$status" 1
exec 9>&-
passes "... nothing is changed" cmp "$TMP/before" <(settings)
touch "$TMP/four"
pids=()
for i in 1 2 3 4; do
	name=web
	[ $((i % 2)) = 0 ] || name='more'
	"$NETTUNE" -N "$NS" apply "$TMP/$name.conf" >/dev/null 2>&1 &
	pids+=($!)
done
wait "${pids[@]}"
# Those that were there before have no part in it.
journals=()
for file in "$TMP"/state/*.jsonl; do
	[ "$file" -nt "$TMP/four" ] && journals+=("$file")
done
is "four at once: somebody was" "$([ ${#journals[@]} -ge 1 ] && echo so)" so
is "... what is set is what one of them wants" \
	"$(value net.core.somaxconn | grep -cxE '16384|20000')" 1
# Each found what the one before it had left, so they came one after the other.
is "four at once: one after the other" "$(jq -s 'map(select(.record == "write") | .steps[]
	| select(.name == "net.core.somaxconn")) | [range(1; length) as $i
	| select(.[$i].old != .[$i - 1].new)] | length' "${journals[@]}")" 0
is "... none is cut short" "$("$NETTUNE" -j history | jq '[.[] | select(.state == "cut_short")] | length')" 0
for i in 1 2 3 4; do
	tune revert
done
passes "... and all of them are undone" cmp "$TMP/before" <(settings)

# Its namespace is gone, and what was set with it.
ip netns add "$NS-b"
run "$NETTUNE" -N "$NS-b" apply "$TMP/web.conf"
gone=$("$NETTUNE" -j history | jq 'last.id')
ip netns del "$NS-b"
run "$NETTUNE" revert "$gone"
is "revert where the namespace is gone: refused" "$status" 1
has "... and says so" "$err" "network namespace '$NS-b', which has that name no more"
ip netns add "$NS-b" && NAMESPACES+=("$NS-b")
run "$NETTUNE" -N "$NS-b" revert "$gone"
is "... another of its name is not the same" "$status" 1
run "$NETTUNE" -N "$NS-b" revert
is "... and has nothing to be undone" "$status" 0

# A journal that lost its beginning tells nothing, which is told.
tune apply "$TMP/web.conf"
id=$("$NETTUNE" -j history | jq 'last.id')
file=$TMP/state/$(printf %06d "$id").jsonl
cp "$file" "$TMP/whole.jsonl"
head -c 100 "$TMP/whole.jsonl" >"$file"
tune revert
is "a journal cut in its first record: revert" "$status" 1
has "... says so" "$err" "$file is damaged"
tune revert "$id"
is "... by its number" "$status" 1
tune history
is "... history" "$status" 4
tune apply "$TMP/more.conf"
has "... apply says so, too" "$err" "$file is damaged"
tune revert
cp "$TMP/whole.jsonl" "$file"
# Of the last record only the half: it is as if it had been cut short there.
truncate -s -20 "$file"
tune apply "$TMP/more.conf"
is "a journal cut in its last record: apply" "$status" 1
has "... says what to do" "$err" "nettune -N $NS revert $id"
tune revert
is "... revert" "$status $(state_of "$id")" "0 reverted"
passes "... all is as it was" cmp "$TMP/before" <(settings)

# A file may not get as large as it has to be: no signal ends it.
run bash -c "ulimit -f 0; trap '' XFSZ; exec $NETTUNE -N $NS apply $TMP/web.conf"
is "no file may be written: exit status" "$status" 1
passes "... nothing is changed" cmp "$TMP/before" <(settings)
profile many net.ipv4.tcp_{retries1=2,retries2=9,syn_retries=3,synack_retries=3,fin_timeout=31,notsent_lowat=65536}
run bash -c "ulimit -f 1; exec $NETTUNE -N $NS apply $TMP/many.conf"
is "none as large as the journal: exit status" "$status" 1
has "... and says so" "$err" "File too large"
passes "... nothing is changed" cmp "$TMP/before" <(settings)

# No room, no right to write.
run unshare -m sh -c "mkdir $TMP/full && mount -t tmpfs -o size=16k tmpfs $TMP/full &&
	dd if=/dev/zero of=$TMP/full/fill bs=1k 2>/dev/null
	NETTUNE_STATE=$TMP/full/state $NETTUNE -N $NS apply $TMP/web.conf"
is "disk full: exit status" "$status" 1
has "... and says so" "$err" "No space left"
passes "... nothing is changed" cmp "$TMP/before" <(settings)
run unshare -m sh -c "mkdir $TMP/full2 && mount -t tmpfs -o size=16k tmpfs $TMP/full2 &&
	mkdir -m 700 $TMP/full2/state && dd if=/dev/zero of=$TMP/full2/fill bs=1k 2>/dev/null
	NETTUNE_STATE=$TMP/full2/state $NETTUNE -N $NS apply $TMP/web.conf 2>/dev/null; ls $TMP/full2/state"
is "... no half journal is left" "$out" lock
run unshare -m sh -c "mkdir $TMP/ro && mount -t tmpfs -o ro tmpfs $TMP/ro &&
	NETTUNE_STATE=$TMP/ro/state $NETTUNE -N $NS apply $TMP/web.conf"
is "read-only: exit status" "$status" 1
has "... and says so" "$err" "Read-only file system"
passes "... nothing is changed" cmp "$TMP/before" <(settings)
tune apply "$TMP/web.conf"
run unshare -m sh -c "mount --bind $TMP/state $TMP/state && mount -o remount,ro,bind $TMP/state &&
	$NETTUNE -N $NS revert"
is "revert while it is read-only: exit status" "$status" 4
has "... and says so" "$err" "journal can't be written: Read-only"
passes "... all is as it was" cmp "$TMP/before" <(settings)
tune revert
is "... revert when it can be written again" "$status" 0
passes "... all is as it was" cmp "$TMP/before" <(settings)
finish
