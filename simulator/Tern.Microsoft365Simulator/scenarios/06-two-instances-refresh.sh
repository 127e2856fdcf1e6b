#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 06 "Two instances refresh with the same refresh token at the same moment." "the last writer wins, and an older refresh token never overwrites a newer one."

office
person
# The class holds both back for two seconds, so that they overlap.
fault "{\"class\":\"A20\",\"path\":\"/$DOMAIN/*/token\"}"
instance() {
  local begun
  begun=$(date +%s%N)
  refresh "$RT"
  printf '%s %s %s %s\n' "${begun:4:12}" "$(date +%s%N | cut -c 5-16)" "$(value .refresh_token)" "$(verdict)"
}
at_once 2 instance > "$WORK/instances"
shown "both were under way together" "$(awk '{ if ($1 > begun) begun = $1; if (!ended || $2 < ended) ended = $2 } END { print begun < ended ? "yes" : "no" }' "$WORK/instances")" yes
shown "answered" "$(cut -d' ' -f4- "$WORK/instances" | uniq -c | xargs)" "2 200 tokens"
shown "different refresh tokens" "$(cut -d' ' -f3 "$WORK/instances" | sort -u | wc -l)" 2
for NEW in $(cut -d' ' -f3 "$WORK/instances"); do
  refresh "$NEW"
  shown "one of them goes on working" "$(verdict)" "200 tokens"
done
refresh "$RT"
shown "and so does the old one" "$(verdict)" "200 tokens"
finish
