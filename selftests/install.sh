#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make install and make uninstall: into folders that stand for machines, where
# what was installed is run. Needs no module.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
TOP=$(cd "$HERE/.." && pwd)

# The tree's own command shall not look for its profiles elsewhere afterwards.
copy_tree()
{
	mkdir -p "$TMP/tree/tools" &&
		cp -a "$TOP"/{Makefile,dkms.conf,README.md,include} "$TMP/tree" &&
		(cd "$TOP/tools" && cp -a Makefile install.mk ./*.[ch] nettune [a-z]*/ \
			"$TMP/tree/tools") &&
		rm -rf "$TMP"/tree/tools/obj-*
}

# to ROOT TARGET [VAR=VALUE...]
to()
{
	local root=$1 target=$2

	shift 2
	make -s -C "$TMP/tree" "$target" DESTDIR="$root" "$@"
}

# named FOLDER PATTERN TARGET: what of the tree is to be in that folder
named()
{
	local file

	# shellcheck disable=SC2086 # patterns
	for file in $(cd "$TOP/tools" && ls -d $2 2>/dev/null); do
		echo "$3 $1/${file##*/}"
	done
}

# wanted PREFIX UNITS RULES: modes and paths
wanted()
{
	local section

	echo "755 $1/sbin/nettune"
	echo "644 $1/share/doc/nettune/README.md"
	named "$1/share/nettune/profiles" 'profiles/*' 644
	named "$1/share/nettune/schema" 'schema/*' 644
	named "$1/share/nettune/prometheus" 'prometheus/nettune.rules.yml prometheus/dashboard.json' 644
	named "$2" 'systemd/*.service' 644
	named "$3" 'systemd/*.rules' 644
	for section in 4 5 7 8; do
		named "$1/share/man/man$section" "man/*.$section" 644
	done
	echo "644 $1/share/bash-completion/completions/nettune"
	echo "644 $1/share/zsh/site-functions/_nettune"
}

# what_is_in ROOT: likewise
what_is_in()
{
	find "$1" ! -type d -printf '%m /%P\n' | sort
}

# What the command is linked to, as in a machine that has it.
libraries_to()
{
	ldd "$TMP/tree/tools/nettune" | grep -o '/[^ ]*' |
		xargs cp -L --parents -t "$1"
}

# inside ROOT COMMAND...: there, also without being root
inside()
{
	local root=$1 as=()

	shift
	[ "$(id -u)" = 0 ] || as=(--user --map-root-user)
	unshare --mount "${as[@]}" sh -c '
		mkdir -p "$1/proc" && mount --rbind /proc "$1/proc" || exit 99
		root=$1
		shift
		exec chroot "$root" "$@"' sh "$root" "$@"
}

profile_names()
{
	(cd "$TOP/tools/profiles" && ls -d -- *.conf) | sed 's/\.conf$//' | sort
}

# runs_in NAME ROOT PREFIX: in a copy of it the command finds what is beside it
runs_in()
{
	local copy=$TMP/copy

	rm -rf "$copy" && cp -a "$2" "$copy" && libraries_to "$copy"
	run inside "$copy" "$3/sbin/nettune" --version
	has "$1: the command runs" "$out" "^nettune $(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' "$TOP/dkms.conf")"
	run inside "$copy" "$3/sbin/nettune" -j profiles
	is "... and has its profiles" "$(jq -r '.[].name' <<<"$out" | sort)" "$(profile_names)"
	printf '[main]\nsummary=mine\n[sysctl]\nnet.core.somaxconn = 5000\n' \
		>"$copy/etc/nettune/profiles/web.conf"
	run inside "$copy" "$3/sbin/nettune" -j profiles
	is "... the administrator's before them" \
		"$(jq -r '.[] | select(.name == "web") | .summary' <<<"$out")" mine
}

# exposed UNIT MOST: how much of the machine a unit may touch, by systemd, in tenths
exposed()
{
	passes "... $1 may do no more than it needs" systemd-analyze security --no-pager \
		--offline=true --threshold="$2" "$TOP/tools/systemd/$1"
}

check_units()
{
	if ! command -v systemd-analyze >/dev/null; then
		skip "its units are right" "no systemd-analyze"
		return
	fi
	# Beside systemd's own.
	cp -a "$1" "$TMP/units" && mkdir -p "$TMP/units/lib/systemd" &&
		cp -a /lib/systemd/system "$TMP/units/lib/systemd"
	passes "... its units are right" systemd-analyze verify --man=no --root="$TMP/units" \
		nettune-apply.service nettune-apply@eth0.service nettune-export.service
	exposed nettune-apply.service 25
	exposed nettune-apply@.service 25
	exposed nettune-export.service 22
}

# leaves_nothing NAME ROOT
leaves_nothing()
{
	is "$1: no file is left" "$(what_is_in "$2")" ""
	is "... and no folder of nettune's" "$(find "$2" -iname '*nettune*')" ""
}

command -v unshare >/dev/null || skip_all "no unshare"
[ -e "$TOP/tools/obj/libnettune.a" ] || skip_all "the command is not built"
copy_tree || { note "cannot copy the tree"; exit 1; }

# The way of a package.
root=$TMP/usr
package=(PREFIX=/usr unitdir=/lib/systemd/system udevdir=/lib/udev/rules.d)
passes "install with PREFIX=/usr" to "$root" install "${package[@]}"
is "... what is to be there, and nothing else" "$(what_is_in "$root")" \
	"$(wanted /usr /lib/systemd/system /lib/udev/rules.d | sort)"
passes "... again over itself" to "$root" install "${package[@]}"
runs_in "PREFIX=/usr" "$root" /usr
passes "uninstall" to "$root" uninstall "${package[@]}"
leaves_nothing "uninstall" "$root"

# The way of an administrator.
root=$TMP/local
passes "install to /usr/local" to "$root" install
is "... what is to be there, and nothing else" "$(what_is_in "$root")" \
	"$(wanted /usr/local /usr/local/lib/systemd/system /usr/local/lib/udev/rules.d | sort)"
check_units "$root"
runs_in "/usr/local" "$root" /usr/local
touch "$root/etc/nettune/persist.conf"
run to "$root" uninstall
is "uninstall while profiles are applied at boot: refused" "$status" 2
has "... with what to do" "$err" "'nettune revert --persist'"
passes "... the command stays" test -x "$root/usr/local/sbin/nettune"
rm "$root/etc/nettune/persist.conf"
touch "$root/etc/nettune/profiles/mine.conf"
passes "uninstall" to "$root" uninstall
is "... a profile of the administrator stays" "$(what_is_in "$root")" \
	"644 /etc/nettune/profiles/mine.conf"
rm "$root/etc/nettune/profiles/mine.conf"
to "$root" uninstall
leaves_nothing "uninstall" "$root"

# Folders of one's own.
root=$TMP/own
passes "install to folders of one's own" to "$root" install PREFIX=/opt/nt \
	sysconfdir=/opt/nt/etc unitdir=/etc/systemd/system udevdir=/etc/udev/rules.d
passes "... units among them" test -e "$root/etc/systemd/system/nettune-apply.service"
has "... which start the command there" \
	"$(cat "$root/etc/systemd/system/nettune-apply.service")" '^ExecStart=/opt/nt/sbin/nettune '
libraries_to "$root"
run inside "$root" /opt/nt/sbin/nettune -j profiles
is "... which has its profiles" "$(jq -r '.[].name' <<<"$out" | sort)" "$(profile_names)"
finish
