# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What kernel.sh asks of apt: looking packages up and downloading them. The
# caller defines say and die.

# The concrete image package of a series. The meta packages are named by
# series in backports and security, and just "linux-image-amd64" for the
# series that the release came with.
lookup_image()
{
	local series=$1 meta pattern

	pattern="linux-image-${series//./\\.}\\.[0-9][^ ,]*-amd64"
	for meta in "linux-image-$series-amd64" linux-image-amd64; do
		apt-cache --no-all-versions show "$meta" 2>/dev/null |
			sed -n "s/^Depends:.* \\($pattern\\).*/\\1/p" |
			grep . && return
	done
	# No meta package: the newest of the plain ones.
	apt-cache pkgnames "linux-image-$series." 2>/dev/null |
		grep -E '^linux-image-[0-9.]+(-[0-9]+|\+[^-]+)-amd64$' |
		sort -V | tail -n 1 | grep .
}

lookup_source()
{
	apt-cache --no-all-versions show "linux-source-$1" >/dev/null 2>&1 &&
		echo "linux-source-$1"
}

package_version()
{
	apt-cache --no-all-versions show "$1" |
		sed -n 's/^Version: //p' | grep .
}

# lookup_now KIND SERIES: refreshes apt's lists once if it can.
lookup_now()
{
	local kind=$1 series=$2

	"lookup_$kind" "$series" && return
	if [ "$(id -u)" -eq 0 ]; then
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

	if ! [ "$memo" -nt /var/lib/apt/lists ]; then
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
	apt-cache --no-all-versions show "$1" |
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
		(cd "$dir" && apt-get -q -o APT::Sandbox::User=root \
			download "$@") >&2 && return
		sleep "$try"
	done
	die "cannot download $*: if it is no longer there, run apt-get update"
}
