#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 15 "The client's clock is more than ten minutes off." "compare the Date header with the own clock, say how far it is off, and correct the assertion."

office
certificate desk
certified desk -960
shown "sixteen minutes behind: the end of the assertion has passed" "$(verdict)" "401 invalid_client 700024"
DATE=$(header Date)
OWN=$(($(date -d "$(later 0)" +%s) - 960))
OFF=$(($(date -d "$DATE" +%s) - OWN))
note "Date: $DATE"
shown "the Date header tells how far, within three seconds" "$((OFF >= 957 && OFF <= 963 ? 960 : OFF))" 960
certified desk 660
shown "eleven minutes ahead: the assertion is not good yet" "$(verdict)" "401 invalid_client 700024"
certified desk
shown "with the corrected clock" "$(verdict)" "200 tokens"
finish
