<?php
$lang['refused'] = 'Die Menschenprüfung wurde nicht bestätigt. Bitte mache sie und sende das Formular noch einmal.';
$lang['later'] = 'Gerade kann niemand geprüft werden. Bitte versuche es in einer Minute noch einmal.';
