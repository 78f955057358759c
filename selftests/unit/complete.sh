#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Completion: what nettune offers, through bash's completion as it is called,
# and with keys pressed in bash and zsh. NETTUNE is the binary to test.
#
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$(dirname "$0")/../lib.sh"

SHELLS=$(cd "$HERE/../tools/completion" && pwd)
BASH_COMPLETION=/usr/share/bash-completion/bash_completion
export NETTUNE_PROFILES=$TMP/profiles NETTUNE_STATE=$TMP/state

mkdir -p "$TMP/bin" "$TMP/profiles" "$TMP/files dir"
ln -s "$(realpath "$NETTUNE")" "$TMP/bin/nettune"
PATH=$TMP/bin:$PATH
touch "$TMP/files dir/a.json"
for name in quick quiet; do
	printf '[main]\nsummary = a %s one\n[sysctl]\n' "$name" \
		>"$TMP/profiles/$name.conf"
done
cd "$TMP" || exit

# words LINE: what bash would offer after LINE, on one line
words()
{
	bash --norc --noprofile -c '
		set +H
		. "$1"
		. "$2"
		COMP_LINE=$3
		COMP_POINT=${#COMP_LINE}
		# As readline splits it.
		eval "set -- $(sed "s/[=:]/ & /g" <<<"$3")"
		COMP_WORDS=("$@")
		[[ $COMP_LINE != *" " ]] || COMP_WORDS+=("")
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		compopt() { :; }
		_nettune
		echo "${COMPREPLY[*]}"' - "$BASH_COMPLETION" "$SHELLS/nettune.bash" "$1"
}

# offers LINE REGEX
offers()
{
	local got

	got=$(words "$1" 2>&1)
	[[ $got =~ $2 ]]
	result $? "'$1' offers $2"
	[[ $got =~ $2 ]] || note "it offers $got"
}

offers "nettune " '^status .*sockets.*apply.*help$'
offers "nettune list" '^listeners$'
offers "nettune help lis" '^listeners$'
offers "nettune nosuch " '^$'
offers "nettune -j so" '^sockets softnet$'
offers "nettune -N ns so" '^sockets softnet$'
offers "nettune --source " '^auto module diag$'
offers "nettune --source=m" '^module$'
offers "nettune sockets --to" '^--top$'
offers "nettune sockets --top 5 --by s" '^syn sendq$'
offers "nettune sockets --by=ba" '^backlog$'
offers "nettune sockets --group-by " 'port.*listener.*protocol'
offers "nettune sockets --min rm" '^rmem=$'
offers "nettune sockets -o netid,st" '^netid,state$'
offers "nettune sockets -o +cg" '^\+cgroup$'
offers "nettune sockets --state est" '^established$'
offers "nettune sockets state estab" '^established$'
offers "nettune sockets state established s" '^state src sport syn sendq$'
offers "nettune sockets -- --t" '^$'
offers "nettune nic l" '(^| )lo($| )'
offers "nettune sockets dev l" '(^| )lo($| )'
offers "nettune sockets --uid roo" '^root$'
offers "nettune explain ListenOv" '^ListenOverflows$'
offers "nettune explain net.core.somax" '^net\.core\.somaxconn$'
offers "nettune explain ECONNRES" '^ECONNRESET$'
offers "nettune apply " '^quick quiet$'
offers "nettune apply quick qui" '^quick quiet$'
offers "nettune apply --conf" '^--confirm$'
offers "nettune apply ./pro" '^\./profiles$'
offers "nettune profiles " '^show$'
offers "nettune profiles show quic" '^quick$'
offers "nettune export " '^sysctl\.d tuned systemd-link'
offers "nettune export tuned quic" '^quick$'
offers "nettune lint fil" '^files dir$'
offers "nettune --from=fil" '^files dir$'
offers "nettune capture -o fil" '^files dir$'
offers "nettune revert " '^$'
offers "nettune module " '^status .*config$'
offers "nettune module config event_r" '^event_rate='

is "a profile says what it is for" "$("$NETTUNE" complete apply "")" \
	$'quick\ta quick one\nquiet\ta quiet one'
out=$(unshare -n sh -c 'ip link add "q\$x" type veth peer "q;y" &&
	ip link add qz type veth peer qa && "$0" complete nic q' "$NETTUNE" | sort)
is "names that a shell would take for more are not offered" "$out" $'qa\nqz'

# Each option that takes a value, of each command: is it known what kind?
unknown=""
for cmd in $("$NETTUNE" complete help "" | cut -f1); do
	while read -r option value; do
		case $value in
		*'|'*) [ -n "$("$NETTUNE" complete "$cmd" "$option" "")" ] || unknown+="$cmd $option " ;;
		*)
			value=${value#\[=}
			grep -q "{ \"\\[\\?=\\?${value%]}\\]\\?\"," \
				"$HERE/../tools/cmd/complete_words.c" ||
				unknown+="$cmd $option $value "
			;;
		esac
	done < <("$NETTUNE" help "$cmd" |
		 sed -nE 's/^  (-[a-zA-Z0-9], |    )(--[a-z-]+)(\[=| )([A-Z|=:a-z]+\]?)( .*|)$/\2 \4/p')
done
is "what each option takes is known" "$unknown" ""

# Keys, as a person presses them. Some offers differ from line to line there.

# until_shown SHELL TEXT [all]: what is on its screen has this in it, or is just this
until_shown()
{
	for _ in {1..300}; do
		out=$(tmux -L "nt-$$" capture-pane -p -t "$1" | sed '/^ *$/d; s/ *$//')
		if [ -n "${3-}" ]; then
			[ "$out" != "$2" ] || return 0
		else
			[[ $out != *"$2"* ]] || return 0
		fi
		sleep 0.1
	done
	return 1
}

# screen SHELL WORDS SCREEN: what is there after these words and a tab
screen()
{
	local status

	tmux -L "nt-$$" send-keys -t "$1" -l "$2"
	tmux -L "nt-$$" send-keys -t "$1" Tab
	until_shown "$1" "$3"
	status=$?
	result $status "in $1, '$2' and a tab give '$3'"
	[ $status = 0 ] || note "${out//$'\n'/$'\n# '}"
	# A line of their own for the next words.
	tmux -L "nt-$$" send-keys -t "$1" C-u C-l
	until_shown "$1" "$1>" all || note "$1 shows $out"
}

cat >"$TMP/bashrc" <<END
PS1='bash> '
. $BASH_COMPLETION
. $SHELLS/nettune.bash
END
cat >"$TMP/.zshrc" <<END
PS1='zsh> '
fpath=($SHELLS \$fpath)
autoload -Uz compinit
compinit -u -d $TMP/zcompdump
END
tmux -L "nt-$$" -f /dev/null new-session -d -s bash -x 100 -y 30 \
	"bash --noprofile --rcfile $TMP/bashrc -i"
tmux -L "nt-$$" new-session -d -s zsh -x 100 -y 30 "ZDOTDIR=$TMP zsh -d -i"
for shell in bash zsh; do
	until_shown $shell "$shell>" || note "no prompt of $shell"
	screen $shell "nettune app" "> nettune apply"
	screen $shell "nettune sockets --by=ba" "--by=backlog"
	screen $shell "nettune apply quic" "> nettune apply quick"
	screen $shell "nettune --source=mo" "--source=module"
	screen $shell "nettune lint file" 'files\ dir/'
	screen $shell "nettune sockets --min rm" "--min rmem="
done
tmux -L "nt-$$" kill-server

finish
