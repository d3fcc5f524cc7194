#!/bin/sh
# man.sh BUILD FOLDER: every manual page is formatted without a warning, and has what --help has.
. "$(dirname "$0")/common.sh"
needs man "apt-get install man-db"
program=$BUILD/bin/gauntlet
for command in "" $("$program" man --list); do
    page=$FOLDER/gauntlet${command:+-$command}.1
    # shellcheck disable=SC2086 # no word at all for the page of the program
    "$program" man $command >"$page"
    LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings=w -l "$page" >"$page.txt" 2>"$page.warnings"
    [ ! -s "$page.warnings" ] || fail "$page: $(cat "$page.warnings")"
    # What CLI11 calls a value that has no name.
    grep -wqE 'TEXT|UINT|INT|FLOAT' "$page.txt" &&
        fail "$page: an option's value has no name: give it one in harness/cli/value_names.cpp: $(grep -wE 'TEXT|UINT|INT|FLOAT' "$page.txt")"
    # Each long option of --help, by its name.
    # shellcheck disable=SC2086
    for option in $("$program" $command --help | grep -oE '^ +(-[a-z],)?--[a-z-]+' | grep -oE '\-\-[a-z-]+'); do
        grep -qe "$option" "$page.txt" || fail "$page: no $option"
    done
done
[ "$("$program" man --list | wc -l)" -ge 10 ] || fail "too few pages"
"$program" man no-such-command 2>"$FOLDER/error" && fail "a page of no command"
grep -q "no-such-command" "$FOLDER/error"
