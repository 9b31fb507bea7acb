<?php
// An address without a slash at its end.
$meta['server'] = ['string', '_pattern' => '#^(https?://[^/\s"\'<>]+)?$#'];
$meta['sitekey'] = ['string'];
// Shown to nobody: an empty field keeps what is stored.
$meta['secret'] = ['password'];
$meta['unavailable'] = ['multichoice', '_choices' => ['refuse', 'allow']];
