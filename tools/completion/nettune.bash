# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of nettune for bash: nettune itself knows what may come next.

_nettune()
{
	local cur cword words line files=''

	COMPREPLY=()
	_get_comp_words_by_ref -n =: cur words cword
	while IFS= read -r line; do
		if [ "$line" = :files ]; then
			files=y
		else
			COMPREPLY+=("${line%%$'\t'*}")
		fi
	done < <("${words[0]/#\~/$HOME}" complete "${words[@]:1:cword}" 2>/dev/null)
	if [ -n "$files" ]; then
		compopt -o filenames
		while IFS= read -r line; do
			COMPREPLY+=("$line")
		done < <(compgen -f -- "${cur#--*=}")
	fi
	# A word to which more has to be added, or may be.
	case ${COMPREPLY[0]-} in
	*=) compopt -o nospace ;;
	esac
	# What readline takes for words of their own stays as it is.
	case $cur in
	*[=:]*)
		line=${cur%"${cur##*[=:]}"}
		COMPREPLY=("${COMPREPLY[@]#"$line"}")
		;;
	esac
}

complete -F _nettune nettune
