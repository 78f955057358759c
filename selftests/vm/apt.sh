# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What kernel.sh asks of apt: looking packages up and downloading them. The
# caller defines say and die, CACHE and KERNELS.
#
# Kernels that this machine's release of Debian lacks come from another one,
# for which apt gets a configuration, lists and state of its own in
# $CACHE/apt/RELEASE; the system's stay as they are.

# Lists of another release are fetched again after so many days.
LISTS_DAYS=7
# What makes apt look there; empty for the system's own.
APT=()

# The release that has a series, if it is not this machine's: the oldest kernel
# that Debian still maintains, and the newest one there is.
release_of()
{
	case $1 in
	newest | [7-9].*) echo trixie ;;
	5.*) echo bullseye ;;
	esac
}

# The base address of the mirrors that the system uses. Those of Debian's
# security updates end in -security.
mirror()
{
	local uri

	uri=$(apt-get indextargets --format '$(REPO_URI)' |
		grep -m 1 -E '/debian/?$') || return 1
	echo "${uri%/}"
}

other_sources()
{
	local release=$1 uri

	uri=$(mirror) || die "apt has no source of Debian's to take $release from"
	echo "deb $uri $release main"
	case $release in
	bullseye) echo "deb $uri-security $release-security main" ;;
	*) echo "deb $uri $release-backports main" ;;
	esac
}

# Old lists do as well, if there are no new ones to be had.
update_lists()
{
	local root=$1

	[ -n "$(find "$root/updated" -mtime "-$LISTS_DAYS" 2>/dev/null)" ] && return
	say "fetching the lists of Debian's ${root##*/}"
	if apt-get "${APT[@]}" -q update >&2; then
		touch "$root/updated"
	elif [ ! -e "$root/updated" ]; then
		die "apt-get update failed for ${root##*/}"
	fi
}

# use_release_of SERIES: sets APT.
use_release_of()
{
	local release root

	release=$(release_of "$1")
	APT=()
	[ -n "$release" ] || return 0
	root=$CACHE/apt/$release
	mkdir -p "$root/lists/partial" "$root/archives/partial"
	# No package is installed there: apt shall name all that others need.
	: >>"$root/status"
	[ -e "$root/sources.list" ] || other_sources "$release" >"$root/sources.list"
	APT=(
		-o "Dir::Etc::sourcelist=$root/sources.list"
		-o "Dir::Etc::sourceparts=/dev/null"
		-o "Dir::Etc::preferences=/dev/null"
		-o "Dir::Etc::preferencesparts=/dev/null"
		-o "Dir::State=$root" -o "Dir::State::status=$root/status"
		-o "Dir::Cache=$root" -o Acquire::Languages=none
		-o APT::Sandbox::User=root
	)
	exec 8>"$root/lock"
	flock 8
	update_lists "$root"
	exec 8>&-
}

# Changes whenever the lists that are used do.
lists_stamp()
{
	local release

	release=$(release_of "$1")
	if [ -n "$release" ]; then
		echo "$CACHE/apt/$release/updated"
	else
		echo /var/lib/apt/lists
	fi
}

show()
{
	apt-cache "${APT[@]}" show "$@" 2>/dev/null
}

# The concrete image package of a series. The meta packages are named by
# series in backports and security, and just "linux-image-amd64" for the
# series that the release came with.
lookup_image()
{
	local series=$1 meta pattern

	pattern="linux-image-${series//./\\.}\\.[0-9][^ ,]*-amd64"
	[ "$series" != newest ] || pattern="linux-image-[0-9][^ ,]*-amd64"
	for meta in "linux-image-$series-amd64" linux-image-amd64; do
		show "$meta" | sed -n "s/^Depends:.* \\($pattern\\).*/\\1/p" |
			sort -V | tail -n 1 | grep . && return
	done
	# No meta package: the newest of the plain ones.
	apt-cache "${APT[@]}" pkgnames "linux-image-$series." 2>/dev/null |
		grep -E '^linux-image-[0-9.]+(-[0-9]+|\+[^-]+)-amd64$' |
		sort -V | tail -n 1 | grep .
}

lookup_source()
{
	show --no-all-versions "linux-source-$1" >/dev/null &&
		echo "linux-source-$1"
}

package_version()
{
	show --no-all-versions "$1" | sed -n 's/^Version: //p' | grep .
}

# lookup_now KIND SERIES: refreshes apt's lists once if it can.
lookup_now()
{
	local kind=$1 series=$2

	"lookup_$kind" "$series" && return
	if [ "$(id -u)" -eq 0 ] && [ ${#APT[@]} -eq 0 ]; then
		say "apt knows no $kind of Linux $series, running apt-get update"
		apt-get update >&2 || say "apt-get update failed"
		"lookup_$kind" "$series" && return
	fi
	return 1
}

# lookup KIND SERIES: sets package and revision. Asking apt takes a second,
# too long for each boot, so the answer is kept while apt's lists are the same.
lookup()
{
	local memo=$KERNELS/.lookup-$1-$2

	use_release_of "$2"
	if ! [ "$memo" -nt "$(lists_stamp "$2")" ]; then
		package=$(lookup_now "$1" "$2") || return 1
		revision=$(package_version "$package") || return 1
		mkdir -p "$KERNELS"
		echo "$package $revision" >"$memo.$$"
		mv "$memo.$$" "$memo"
	fi
	read -r package revision <"$memo"
}

# One "name" per line of the packages that PACKAGE depends on.
dependencies()
{
	show --no-all-versions "$1" |
		sed -n 's/^Depends: //p' | tr ',|' '\n' |
		sed 's/^ *//; s/ .*//'
}

# download DIR PACKAGE...: with retries, networks hiccup.
download()
{
	local dir=$1 try

	shift
	for try in 1 2 3; do
		say "downloading $* (try $try)"
		# Root's apt would fetch as the user _apt, who cannot write
		# here. The signed lists tell what is genuine in any case.
		(cd "$dir" && apt-get "${APT[@]}" -q -o APT::Sandbox::User=root \
			download "$@") >&2 && return
		sleep "$try"
	done
	die "cannot download $*: if it is no longer there, run apt-get update"
}

# download_all DIR PACKAGE...: with all that they need, of another release.
download_all()
{
	local dir=$1

	shift
	say "downloading $* and what they need"
	mkdir -p "$dir/partial"
	apt-get "${APT[@]}" -qq -y -o "Dir::Cache::archives=$dir/" \
		-o Debug::NoLocking=1 --download-only \
		--no-install-recommends install "$@" >&2 ||
		die "cannot download $*"
}
