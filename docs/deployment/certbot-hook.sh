#!/bin/sh
# /etc/letsencrypt/renewal-hooks/deploy/passwave
#
# Root opens the new files, and the service's user writes the copies: a link in that user's folder leads nowhere
# where it could not write by itself.
set -eu
user=passwave
folder=/etc/passwave/tls

runuser -u "$user" -- mkdir -p -m 700 "$folder"
for name in fullchain.pem privkey.pem; do
  runuser -u "$user" -- sh -c 'umask 077 && rm -f "$1" && set -C && cat >"$1"' sh "$folder/$name.new" \
    <"$RENEWED_LINEAGE/$name"
done
for name in fullchain.pem privkey.pem; do
  runuser -u "$user" -- mv -f -T "$folder/$name.new" "$folder/$name"
done
systemctl reload passwave
