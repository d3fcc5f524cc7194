#!/bin/sh
# shells.sh BUILD FOLDER SHELL: its shell takes the completion script; bash, zsh and fish really complete with it.
. "$(dirname "$0")/common.sh"
shell=$3
needs "$shell" "apt-get install $shell"
PATH=$BUILD/bin:$PATH
export PATH
script=$FOLDER/completion
gauntlet completion "$shell" >"$script"
"$shell" -n "$script" || fail "$shell does not take the script"

# completed WORD...: what the shell makes of the command line `gauntlet WORD...`, the last word being begun; one a line.
case $shell in
    bash) completed() {
        bash --norc -c '. "$1"; shift; COMP_WORDS=(gauntlet "$@"); COMP_CWORD=$#
            compopt() { :; }; _gauntlet gauntlet; printf "%s\n" "${COMPREPLY[@]}"' - "$script" "$@"
    } ;;
    fish) completed() { fish --no-config -c 'source $argv[1]; complete -C "gauntlet $argv[2..-1]"' "$script" "$@" | cut -f1; } ;;
    zsh) completed() {
        # zsh completes at a prompt alone: what it would show is caught where it is described.
        zsh -f -c 'compdef() { :; }; . "$1"; shift
            _describe() { print -l -- "${(P@)argv[-1]}"; }; _files() { print files; }; compset() { :; }
            words=(gauntlet "$@"); CURRENT=$#words; _gauntlet' - "$script" "$@" | sed 's/:.*//'
    } ;;
esac

# has EXPECTED WORD...
has() {
    expected=$1
    shift
    completed "$@" >"$FOLDER/answer"
    grep -qxF -e "$expected" "$FOLDER/answer" || fail "$shell: gauntlet $*: no '$expected' in: $(cat "$FOLDER/answer")"
}
has run r
has replay re
has --select run --sel
has must run --level m
has mosquitto run --broker mos
has mutual/expired/tls-1-3 explain mutual/expired/
has make pki ""
has --warn-days pki inspect --w
has run man ru
has bash completion b
case $shell in
    bash)
        has must run --level = m
        cd "$FOLDER"
        has completion report compl ;;
    fish)
        has --level=must run --level=m
        cd "$FOLDER"
        has completion report compl ;;
    zsh)
        has --level=must run --level=m
        has files report compl ;;
esac
completed run --level x >"$FOLDER/answer"
grep -q . "$FOLDER/answer" && fail "$shell: something for what nothing begins with: $(cat "$FOLDER/answer")"
exit 0
