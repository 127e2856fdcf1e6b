#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 03 "The process dies before it has stored the new refresh token." "go on with the old one; where the old one is dead (strict rotation, not Entra), ask precisely for a new sign-in."

office
person
refresh "$RT"
shown "first use" "$(verdict)" "200 tokens"
shown "a new refresh token comes with it" "$([[ $(value .refresh_token) != "$RT" ]] && echo yes)" yes
refresh "$RT"
shown "the old one again" "$(verdict)" "200 tokens"
setting strictRotation true
refresh "$RT"
shown "with strict rotation" "$(verdict)" "400 invalid_grant 70000"
finish
