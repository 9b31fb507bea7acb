<?php
$conf['server'] = '';
$conf['sitekey'] = '';
$conf['secret'] = '';
$conf['unavailable'] = 'refuse';
