<?php
$lang['server'] = 'Adresse des Passwave-Servers, etwa https://check.example.org';
$lang['sitekey'] = 'Sitekey, von „passwave init“';
$lang['secret'] = 'Das Geheimnis dazu';
$lang['unavailable'] = 'Ist der Server nicht zu erreichen, werden Formulare';
$lang['unavailable_o_refuse'] = 'abgelehnt';
$lang['unavailable_o_allow'] = 'durchgelassen';
