<?php
$lang['refused'] = 'The human check could not be confirmed. Please verify, then send the form again.';
$lang['later'] = 'Nobody can be verified right now. Please try again in a minute.';
