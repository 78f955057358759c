#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# 'nettune verify' against the programs whose files it explains, what 'nettune
# export' writes against those that read it, and what comes back at boot. The
# machine's own settings are only read; those that change are of namespaces.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

need_root
NT_LAB=${NT_LAB:-$HERE/nt_lab}
NS=nt-verify-$$
ROOT=$TMP/root
ROUNDS=${ROUNDS:-12}
export NETTUNE_PROFILES=$TMP/profiles NETTUNE_STATE=$TMP/state
mkdir -p "$NETTUNE_PROFILES" "$ROOT"
namespace "$NS" || skip_all "no network namespaces"

# profile NAME: its lines on stdin
profile()
{
	cat >"$NETTUNE_PROFILES/$1.conf"
}

nettune()
{
	run "$NETTUNE" "$@"
}

# Who reads the files of $ROOT instead of the machine's; in namespaces of its own.
# with_root COMMAND...
with_root()
{
	# shellcheck disable=SC2016
	unshare -n -m bash -c '
		set -e
		root=$1
		shift
		mount -t tmpfs tmpfs /run
		mount -t tmpfs tmpfs /usr/local/lib
		mkdir -p /run/sysctl.d /usr/local/lib/sysctl.d /usr/lib/sysctl.d
		for folder in /etc /run /usr/local/lib /usr/lib; do
			mount --bind "$root$folder/sysctl.d" "$folder/sysctl.d"
		done
		touch /etc/sysctl.conf
		mount --bind "$root/etc/sysctl.conf" /etc/sysctl.conf
		"$@"' bash "$ROOT" "$@"
}

# None of these changes another one, as net.ipv4.conf.default.* do.
KEYS=(net.ipv4.conf.lo.rp_filter net.ipv4.tcp_syn_retries net.ipv4.tcp_synack_retries
	net.ipv4.tcp_orphan_retries net.ipv4.tcp_retries1)
LINES=('net.ipv4.conf.lo.rp_filter = %d' 'net/ipv4/conf/lo/rp_filter=%d'
	'-net.ipv4.conf.lo.rp_filter = %d' '-net.ipv4.conf.lo.rp_filter'
	'net.ipv4.conf.l*.rp_filter = %d' 'net.ipv4.*_retries = %d' '-net.ipv4.*_retries'
	'net.ipv4.tcp_syn*_retries = %d' 'net/ipv4/tcp_[os]*_retries = %d'
	'  net.ipv4.tcp_syn_retries	=  %d  ' 'net.ipv4.tcp_syn_retrie? = %d'
	'-net.ipv4.tcp_syn_retries' '# net.ipv4.tcp_syn_retries = %d' ';net.ipv4.tcp_retries1 = %d'
	'net.ipv4.tcp_orphan_retries = %d' 'net.ipv4.tcp_orphan_retries' '/net/ipv4//tcp_retries1=%d'
	'-net.ipv4.tcp_retries1' 'net.ipv4.tcp_retries1 = %d' '-net.ipv4.tcp_retries1 = %d')

# make_files PATTERNS: a machine's files by chance, the same for the same seed
make_files()
{
	local folder file path i line

	rm -rf "$ROOT"
	mkdir -p "$ROOT/etc/sysctl.d" "$ROOT/run/sysctl.d" "$ROOT/usr/local/lib/sysctl.d" \
		"$ROOT/usr/lib/sysctl.d"
	ln -s usr/lib "$ROOT/lib"
	: >"$ROOT/etc/sysctl.conf"
	for folder in etc run usr/local/lib usr/lib; do
		for file in 10-a.conf 50-b.conf 99-z.conf 60-c.conf.bak; do
			path=$ROOT/$folder/sysctl.d/$file
			case $((RANDOM % 5)) in
			0) ln -s /dev/null "$path" ;;
			1 | 2)
				for ((i = 0; i < 3; i++)); do
					line=${LINES[RANDOM % ${#LINES[@]}]}
					[ "$1" = patterns ] || [[ $line != *[*?[]* ]] || continue
					[ "$1" = patterns ] || [[ $line == *=* ]] || continue
					# shellcheck disable=SC2059
					printf -- "$line\n" $((RANDOM % 2 + 1))
				done >"$path"
				;;
			esac
		done
	done
}

values()
{
	sysctl -n "${KEYS[@]}" | paste -sd' '
}

# What verify says that each of the keys is set to, else as it is by itself.
predicted()
{
	NETTUNE_ROOT=$ROOT "$NETTUNE" -j verify unlikely 2>/dev/null |
		jq -r --arg fresh "$1" '[., ($fresh | split(" "))] | transpose |
			map(.[0].setters[-1].value // .[1]) | join(" ")'
}

# agrees NAME PATTERNS COMMAND...: that program sets what verify says
agrees()
{
	local name=$1 patterns=$2 round real said fresh

	shift 2
	make_files none
	fresh=$(with_root true && unshare -n bash -c "$(declare -p KEYS); $(declare -f values); values")
	for ((round = 1; round <= ROUNDS; round++)); do
		RANDOM=$round
		make_files "$patterns"
		real=$(with_root bash -c "$(declare -p KEYS); $(declare -f values); $* >/dev/null 2>&1; values")
		said=$(predicted "$fresh")
		[ -n "$real" ] && [ "$real" = "$said" ] && continue
		is "$name: round $round" "$said" "$real"
		grep -r . "$ROOT" 2>/dev/null | sed "s|^$ROOT|# |"
		return
	done
	result 0 "$name"
}

{
	echo "[sysctl]"
	printf '%s = 77\n' "${KEYS[@]}"
} | profile unlikely

SYSTEMD_SYSCTL=$(lib_first /usr/lib/systemd/systemd-sysctl /lib/systemd/systemd-sysctl)
if [ -x "$SYSTEMD_SYSCTL" ]; then
	agrees "verify's precedence is that of systemd-sysctl" patterns "$SYSTEMD_SYSCTL"
else
	skip "verify's precedence is that of systemd-sysctl" "there is none here"
fi
if sysctl --help | grep -q -- --system; then
	agrees "... and of sysctl --system, without patterns" none sysctl --system
else
	skip "... and of sysctl --system, without patterns" "there is none here"
fi

# Who is to blame: the value that is there is in one of the files.
now=$(sysctl -n net.core.somaxconn)
make_files none
rm -f "$ROOT"/*/sysctl.d/* "$ROOT"/usr/*/sysctl.d/* "$ROOT"/usr/local/lib/sysctl.d/*
profile more <<-PROFILE
	[sysctl]
	net.core.somaxconn => $((now + 1))
	net.ipv4.tcp_tw_recycle = 1
PROFILE
printf '\nnet.core.somaxconn = %d\n' "$now" >"$ROOT/usr/lib/sysctl.d/40-app.conf"
printf 'net.core.somaxconn = 17\n' >"$ROOT/etc/sysctl.d/99-z.conf"
NETTUNE_ROOT=$ROOT nettune -j verify more
is "verify: drift is exit status 3" "$status" 3
is "verify: the file that has set it is named" \
	"$(jq -c '.[0] | [.key, .wanted, .found, .state, .set_by.file, .set_by.line]' <<<"$out")" \
	"[\"net.core.somaxconn\",$((now + 1)),$now,\"drift\",\"/usr/lib/sysctl.d/40-app.conf\",2]"
is "verify: all that set it are told, the one that counts last" \
	"$(jq -c '[.[0].setters[].value]' <<<"$out")" "[$now,17]"
is "verify: what is gone is absent, not drift" \
	"$(jq -r '.[1] | .state + ": " + .note' <<<"$out")" "absent: gone since Linux 4.12"
NETTUNE_ROOT=$ROOT nettune verify -v more
has "verify -v: the files in a table" "$out" '^net\.core\.somaxconn +17 /etc/sysctl\.d/99-z\.conf:1$'
has "verify: the sum" "$out" '^1 otherwise, 1 not here\.$'

# In a namespace: applied, verified, changed, verified.
profile t <<-'PROFILE'
	[sysctl]
	# deeper than bursts
	net.core.somaxconn => 16384
	net.ipv4.tcp_rmem => - - 67108864
	net.ipv4.tcp_slow_start_after_idle = 0
	net.ipv4.ip_local_port_range = 15000 65000
PROFILE
nettune -N "$NS" verify
is "verify: nothing was applied" "$status:$out" "0:Nothing is wanted."
nettune -N "$NS" -j verify
is "verify -j: nothing was applied" "$status:$out" "0:[]"
nettune -N "$NS" verify t
is "verify: not applied yet" "$status" 3
if [ -x "$NT_LAB" ]; then
	in_namespace "$NS" "$NT_LAB" accept 8080 65535 -1 >"$TMP/pid"
	in_namespace "$NS" "$NT_LAB" accept 8081 17 -1 >>"$TMP/pid"
	mapfile -t LOADS <"$TMP/pid"
	nettune -N "$NS" apply t
	has "apply: a listener with the old limit is to be restarted" "$out" \
		"^127\.0\.0\.1:8080 +4096 nt_lab\(${LOADS[0]}\)"
	is "... and one with a limit of its own is not" "$(grep -c :8081 <<<"$out")" 0
else
	nettune -N "$NS" apply t
	skip "apply: a listener with the old limit is to be restarted" "no nt_lab"
fi
is "apply" "$status" 0
nettune -N "$NS" verify t
is "verify: as applied" "$status:$out" "0:4 as wanted."
nettune -N "$NS" verify
is "verify: as the last apply has set it" "$status:${out##*, }" "0:4 as wanted."
in_namespace "$NS" sysctl -qw net.core.somaxconn=32768 net.ipv4.tcp_slow_start_after_idle=1
nettune -N "$NS" -j verify t
is "verify: more is as good, something else is not" \
	"$status:$(jq -c '[.[] | select(.state != "ok").key]' <<<"$out")" \
	'3:["net.ipv4.tcp_slow_start_after_idle"]'
nettune -N "$NS" -j verify
is "verify: what the last apply has set is not so any more" \
	"$status:$(jq -c '[.[] | select(.state != "ok") | [.found, .before]]' <<<"$out")" \
	'3:[[32768,4096],[1,1]]'
in_namespace "$NS" sysctl -qw net.core.somaxconn=16384 net.ipv4.tcp_slow_start_after_idle=0

# What the last apply has found as it wants it counts as well, which at boot is all
# that systemd-sysctl has set before.
profile k <<-'PROFILE'
	[sysctl]
	net.core.somaxconn => 16384
	net.ipv4.tcp_fin_timeout = 42
PROFILE
nettune -N "$NS" apply k
nettune -N "$NS" verify
is "verify: what was so already, too" "$status:$out" "0:2 as wanted."
in_namespace "$NS" sysctl -qw net.core.somaxconn=16000
nettune -N "$NS" -j verify
is "... and that it is not any more" \
	"$status:$(jq -c '[.[] | select(.state != "ok") | [.key, .found]]' <<<"$out")" \
	'3:[["net.core.somaxconn",16000]]'
in_namespace "$NS" sysctl -qw net.core.somaxconn=16384

# Others may look, and nothing else.
other()
{
	run in_namespace "$NS" setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}

chmod 711 "$TMP"
umask 077
nettune -N "$NS" history
wanted=$out
other "$NETTUNE" history
is "another user: history" "$status:$out" "0:$wanted"
other "$NETTUNE" verify
is "... verify" "$status:$out" "0:2 as wanted."
other "$NETTUNE" export prometheus
has "... drift, for Prometheus" "$out" '^nettune_profile_settings\{profile="k",state="ok"\} 2$'
for words in "apply t" confirm revert "revert 1" "revert --force"; do
	# shellcheck disable=SC2086
	other "$NETTUNE" $words
	is "... $words is refused" "$status:$(grep -c '(run as root)$' <<<"$err")" 1:1
done
other flock -n "$NETTUNE_STATE/lock" true
has "... the lock can't be held" "$status:$err" '^66:.*Permission denied'
is "... nothing but the lock is closed to them" \
	"$(cd "$NETTUNE_STATE" && stat -c '%a %n' . ./* | sort -u -k1,1 | cut -d' ' -f1 | xargs):$(
		stat -c %a "$NETTUNE_STATE/lock")" "600 644 755:600"
profile f <<-'PROFILE'
	[sysctl]
	net.ipv4.tcp_fastopen_key = 00000001-00000002-00000003-00000004
PROFILE
nettune -N "$NS" apply f
is "apply: what root alone may read" "$status" 0
# shellcheck disable=SC2012
is "... is in a file that root alone may read" "$(ls -t "$NETTUNE_STATE"/*.jsonl | head -n 1 |
	xargs stat -c %a)" 600
other "$NETTUNE" verify
is "another user: verify does not take an older one instead" "$status:$err" \
	"1:nettune: verify: looking for what was applied, in $NETTUNE_STATE: Permission denied (run as root)"
other "$NETTUNE" history
is "... history leaves it out" "$status:$out:${err#*is left }" \
	"4:$wanted:out: Permission denied (run as root)"
nettune -N "$NS" revert
other "$NETTUNE" verify
is "... also once it is undone" "$status" 1
nettune -N "$NS" revert
is "revert" "$status" 0

# What is exported is read by those it is for, and comes to the same.
# imported COMMAND: in a new namespace, with the file at its end
imported()
{
	namespace "$NS-2" && in_namespace "$NS-2" "$@" >"$TMP/import" 2>&1 &&
		"$NETTUNE" -N "$NS-2" verify t
}
nettune -N "$NS" export sysctl.d -o "$TMP/t.conf" t
is "export sysctl.d" "$status:$out" "0:"
has "... says what it can't say" "$err" "a value is fixed in sysctl\.d"
passes "sysctl -p takes it, verify finds it set" imported sysctl -p "$TMP/t.conf"
ip netns del "$NS-2"
if [ -x "$SYSTEMD_SYSCTL" ]; then
	passes "systemd-sysctl takes it, verify finds it set" \
		imported "$SYSTEMD_SYSCTL" --strict "$TMP/t.conf"
	ip netns del "$NS-2"
fi
is "... is a file for all" "$(stat -c %a "$TMP/t.conf")" 644
nettune -N "$NS" export sysctl.d -o "$TMP/f.conf" f
is "... with what root alone may read, for root alone" \
	"$status:$(stat -c %a "$TMP/f.conf"):$(grep -c fastopen_key "$TMP/f.conf")" 0:600:1
nettune -N "$NS" export tuned -o "$NETTUNE_PROFILES/exported.conf" t
is "export tuned" "$status:$out" "0:"
nettune -N "$NS" -j verify exported
is "... is a profile that says the same" \
	"$status:$(jq -c '[.[] | [.key, .op, .wanted]]' <<<"$out")" \
	'0:[["net.core.somaxconn","raise",16384],["net.ipv4.tcp_rmem","set","4096 131072 67108864"],["net.ipv4.tcp_slow_start_after_idle","set",0],["net.ipv4.ip_local_port_range","set","15000 65000"]]'
nettune export nonsense t
is "export: another format is refused" "$status" 2
nettune export tuned nonsense
is "export: a profile that is not there" "$status:$out" "1:"

# A device's settings, as systemd-udevd reads them.
# linted: what udev has to say of the file $TMP/link/10-nettune-nt-v0.link
linted()
{
	# shellcheck disable=SC2016
	unshare -n -m bash -c '
		mount -t sysfs sysfs /sys &&
			mount -t tmpfs tmpfs /etc/systemd && mkdir /etc/systemd/network &&
			cp "$1"/*.link /etc/systemd/network/ &&
			SYSTEMD_LOG_LEVEL=debug "$2" test-builtin net_setup_link /sys/class/net/lo' \
		bash "$TMP/link" "$UDEVADM" 2>&1 | grep -F 10-nettune-nt-v0.link
}
UDEVADM=${UDEVADM:-$(lib_first "$(command -v udevadm)" /usr/bin/udevadm)}
profile link <<-'PROFILE'
	[net]
	devices = nt-v0
	features = gro on tso off
	mtu = 1400
	txqueuelen = 500
PROFILE
ip -n "$NS" link add nt-v0 type veth peer name nt-v1
mkdir "$TMP/link"
nettune -N "$NS" export systemd-link -o "$TMP/link" link
is "export systemd-link" "$status:$(ls "$TMP/link")" "0:10-nettune-nt-v0.link"
has "... of that device" "$(cat "$TMP/link"/*)" '^(PermanentMACAddress|OriginalName)='
is "... with what the profile sets" \
	"$(sed -n '/^\[Link\]/,/^# From/p' "$TMP/link"/* | grep -c '^[A-Z][A-Za-z0-9]*=')" 5
if [ -x "$UDEVADM" ]; then
	is "udev takes it as it is" "$(linted)" \
		'Parsed configuration file "/etc/systemd/network/10-nettune-nt-v0.link"'
	echo 'RxBuffer=17' >>"$TMP/link/10-nettune-nt-v0.link"
	has "... but not with a key that there is not" "$(linted)" "Unknown key 'RxBuffer'"
else
	skip "udev takes it as it is" "no udevadm"
fi

# What comes back at boot. Nothing is set here: it is so already.
profile same <<-PROFILE
	[sysctl]
	net.core.somaxconn = $now
PROFILE
rm -rf "$ROOT"
mkdir -p "$ROOT/etc"
echo unrelated >"$ROOT/etc/hostname"
find "$ROOT" | sort >"$TMP/before"
export NETTUNE_ROOT=$ROOT
nettune -N "$NS" apply --persist t
is "apply --persist: not of a namespace" "$status:$(find "$ROOT" | sort | cmp - "$TMP/before")" "1:"
nettune apply --persist same
is "apply --persist" "$status" 0
is "... writes a file of sysctl.d" \
	"$(grep -v '^#' "$ROOT/etc/sysctl.d/99-zz-nettune.conf" | grep .)" "net.core.somaxconn = $now"
has "... a list for the unit" "$(cat "$ROOT/etc/nettune/persist.conf")" '^PROFILES=same$'
unit=$ROOT/etc/systemd/system/nettune-apply.service
is "... and enables the unit" \
	"$(readlink "$ROOT/etc/systemd/system/multi-user.target.wants/nettune-apply.service")" \
	"/etc/systemd/system/nettune-apply.service"
if command -v systemd-analyze >/dev/null; then
	sed -i '/^Documentation=/d' "$unit" "${unit%.service}@.service"
	passes "systemd takes the units" systemd-analyze verify "$unit" "${unit%.service}@.service"
	nettune revert --persist
	is "revert --persist: not what was edited" "$status" 1
	has "... says which" "$err" 'nettune-apply\.service: it was edited'
	nettune apply --persist --force same
	is "apply --persist --force: instead of what was edited" "$status" 0
else
	skip "systemd takes the units" "no systemd-analyze"
fi
nettune verify
is "verify: the profiles of the boot where nothing was applied yet" "$status:$out" "0:1 as wanted."
nettune revert --persist
is "revert --persist leaves nothing" "$status:$(find "$ROOT" | sort | diff - "$TMP/before")" "0:"
nettune revert --persist
is "... and has nothing more to do" "$status" 0

# With --confirm only once that has come. This sets something on the machine.
list=$ROOT/etc/nettune/persist.conf
profile host <<-PROFILE
	[sysctl]
	net.core.somaxconn = $((now + 1))
PROFILE
if [ -n "${NETTUNE_VM-}" ]; then
	nettune apply --persist --confirm=600 host
	is "apply --persist --confirm: nothing yet for the boot" \
		"$status:$(sysctl -n net.core.somaxconn):$(ls "$list" 2>/dev/null)" "0:$((now + 1)):"
	nettune confirm
	is "confirm" "$status" 0
	has "... and now there is" "$(cat "$list")" '^PROFILES=host$'
	nettune revert
	has "revert says that it comes back at boot" "$err" "'nettune revert --persist' ends that"
	nettune verify host
	is "verify: who would set it is told" "$status:$(grep -c 99-zz-nettune.conf <<<"$out")" 3:1
	nettune revert --persist
	is "revert --persist" "$status:$(sysctl -n net.core.somaxconn):$(ls "$list" 2>/dev/null)" "0:$now:"
else
	skip "apply --persist --confirm: nothing yet for the boot" "sets this machine's somaxconn"
fi

# In a namespace that looks like the machine's first: what --force has left out is
# left out at boot, too.
mkdir "$TMP/core"
echo 1000 >"$TMP/core/netdev_max_backlog"
first()
{
	# shellcheck disable=SC2016
	run in_namespace "$NS" unshare -m bash -c \
		'mount --bind "$1" /proc/sys/net/core && shift && "$@"' bash "$TMP/core" "$NETTUNE" "$@"
}
options()
{
	sed -n 's/^OPTIONS=//p' "$list"
}
sysctls()
{
	grep -v '^#' "$ROOT/etc/sysctl.d/99-zz-nettune.conf" | grep . | paste -sd,
}
profile good <<-'PROFILE'
	[sysctl]
	net.ipv4.tcp_retries2 = 11
PROFILE
# Refused when it is planned, and only when it is written.
profile early <<-'PROFILE'
	[sysctl]
	net.ipv4.tcp_retries2 = 11
	net.ipv4.tcp_syn_retries = 1000
PROFILE
profile late <<-'PROFILE'
	[sysctl]
	net.ipv4.tcp_retries2 = 11
	net.ipv4.tcp_congestion_control = no-such-algorithm
PROFILE
first apply --persist f
is "apply --persist: what root alone may read is in a file that root alone may read" \
	"$status:$(stat -c %a "$ROOT/etc/sysctl.d/99-zz-nettune.conf")" 0:600
first revert
first apply --persist --force good
is "... and nothing of it is left for others" \
	"$(stat -c %a "$ROOT/etc/sysctl.d/99-zz-nettune.conf"):$(grep -c fastopen_key "$ROOT/etc/sysctl.d/99-zz-nettune.conf")" 644:0
is "apply --persist --force: nothing was refused" "$status:$(options):$(sysctls)" \
	"0::net.ipv4.tcp_retries2 = 11"
first revert
for name in early late; do
	first apply --persist "$name"
	is "apply --persist $name: it is refused" "$status:$(grep ^PROFILES= "$list")" "1:PROFILES=good"
	first apply --persist --force --dev 'nt-*' "$name"
	is "... --force: also at boot, without what was refused" "$status:$(options):$(sysctls)" \
		"4:--dev=nt-* --force:net.ipv4.tcp_retries2 = 11"
	first apply --persist --force "$name"
	is "... again, where the rest is so already" "$status:$(options):$(sysctls)" \
		"4:--force:net.ipv4.tcp_retries2 = 11"
	first revert --persist
	first apply --persist --force --confirm=600 "$name"
	is "... --confirm" "$status:$(ls "$list" 2>/dev/null)" 4:
	first confirm
	is "... once it is confirmed" "$status:$(options):$(sysctls)" \
		"0:--force:net.ipv4.tcp_retries2 = 11"
	first revert --persist
	is "revert --persist" "$status:$(ls "$list" 2>/dev/null)" 0:
	first apply --persist good
done
first apply --persist --force --confirm=600 late
is "apply --persist --confirm: nothing of it stands, or has to be confirmed" "$status:$(options)" \
	4:--force
first revert --persist

nettune -N "$NS" revert
is "revert" "$status" 0
nettune -N "$NS" verify
is "verify: nothing is left to be verified" "$status:$out" "0:Nothing is wanted."
finish
