#!/usr/bin/env bash
# Prove on a bare Debian that a clean clone needs two commands and nothing else:
#
#     sudo env [MIRROR=ADDRESS] [PREPARE=COMMAND] tools/prove_bare.sh FOLDER
#
# FOLDER takes the chroots (some GB, with a file system that knows owners). MIRROR is a Debian mirror other than
# debootstrap's own. PREPARE is called with each chroot's path, to give it what this network asks for: name service,
# certificates, package sources. What is committed is proved, not what lies in the working tree.
set -euo pipefail

place=$(mkdir -p "$1" && cd "$1" && pwd)
source=$(cd "$(dirname "$0")/.." && pwd)
tree="/home/officer/知识 产权/ipdesk" # a blank and Chinese in the path, as people have them

fail() { printf 'NOT PROVED: %s\n' "$*" >&2; exit 1; }
fresh() { # fresh NAME: a bare system, and the clone that its plain user owns
    rm -rf "${place:?}/$1"
    cp -a "$place/base" "$place/$1"
    if [ -n "${PREPARE:-}" ]; then "$PREPARE" "$place/$1"; fi
    chroot "$place/$1" useradd --create-home officer
    mkdir -p "$place/$1$(dirname "$tree")"
    git clone --quiet --no-hardlinks "$source" "$place/$1$tree"
    chroot "$place/$1" chown -R officer: /home/officer
}
inside() { # inside NAME USER COMMAND…: run in the clone, with the environment of a fresh login; the status is the command's
    local name=$1 user=$2
    shift 2
    # shellcheck disable=SC2016
    unshare --mount --pid --fork --kill-child ${OFFLINE:+--net} bash -c '
        root=$1 user=$2 tree=$3; shift 3
        mount -t proc proc "$root/proc" && mkdir -p "$root/dev/shm" && mount -t tmpfs tmpfs "$root/dev/shm" && chmod 1777 "$root/dev/shm"
        exec chroot "$root" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
            setpriv --reuid="$user" --regid="$user" --init-groups --reset-env \
            sh -c "cd \"\$0\" && exec \"\$@\"" "$tree" "$@"
    ' bash "$place/$name" "$user" "$tree" "$@" </dev/null
}
expect() { # expect STATUS WHAT NAME USER COMMAND…: run, keep what it said, hold the status against what is due
    local due=$1 what=$2 status=0 began=$SECONDS
    shift 2
    inside "$@" >"$place/said" 2>&1 || status=$?
    printf '== %s: status %s, %s s\n' "$what" "$status" "$((SECONDS - began))"
    tail -n 6 "$place/said" | cut -c1-300
    [ "$status" = "$due" ] || { cp "$place/said" "$place/said.failed"; fail "$what: status $status, due $due; all of it in $place/said.failed"; }
}

if [ ! -e "$place/base/.complete" ]; then
    rm -rf "${place:?}/base"
    debootstrap --variant=minbase --include=python3 bookworm "$place/base" ${MIRROR:+"$MIRROR"} >"$place/debootstrap.log"
    touch "$place/base/.complete"
fi

fresh plain
for command in run test; do
    expect 3 "plain user, bare system, ./$command" plain officer "./$command"
    [ "$(wc -l <"$place/said")" = 1 ] || fail "./$command said more than one sentence"
done
typed=$(grep -o 'apt-get install [a-z0-9. +-]*[a-z0-9]' "$place/said" | head -n 1)
[ -n "$typed" ] || fail "no command to type"
expect 0 "the owner types: apt-get update" plain root apt-get -qq update
# shellcheck disable=SC2086
expect 0 "the owner types: $typed" plain root env DEBIAN_FRONTEND=noninteractive ${typed/install/install --yes --quiet}
OFFLINE=yes expect 3 "plain user, libraries there, no network" plain officer ./run
expect 124 "plain user, broken off after five seconds" plain officer timeout 5 ./run
expect 0 "plain user, libraries there, ./run" plain officer ./run
expect 0 "plain user, libraries there, ./test" plain officer ./test
expect 0 "plain user, second start" plain officer ./run self-test

fresh owner
chroot "$place/owner" chown -R root: /home/officer
expect 0 "root, bare system, ./run" owner root ./run
expect 0 "root, ./test" owner root ./test

echo "PROVED at $(git -C "$source" rev-parse --short HEAD)"
