<?php
$lang['server'] = 'Address of the Passwave server, such as https://check.example.org';
$lang['sitekey'] = 'Sitekey, from "passwave init"';
$lang['secret'] = 'Its secret';
$lang['unavailable'] = 'When the server cannot be reached, forms are';
$lang['unavailable_o_refuse'] = 'refused';
$lang['unavailable_o_allow'] = 'let through';
