<?php
// Checks a token with siteverify: php siteverify.php TOKEN

function siteverify(string $token): array
{
    $body = http_build_query(['secret' => getenv('PASSWAVE_SECRET'), 'response' => $token]);
    $headers = 'content-type: application/x-www-form-urlencoded';
    $http = ['method' => 'POST', 'header' => $headers, 'content' => $body, 'timeout' => 5];
    $answer = file_get_contents(getenv('PASSWAVE_URL') . '/siteverify', false, stream_context_create(['http' => $http]));
    if ($answer === false) {
        throw new RuntimeException('the server cannot be reached');
    }
    return json_decode($answer, true, flags: JSON_THROW_ON_ERROR);
}

$answer = siteverify($argv[1]);
echo $answer['success'] ? 'verified' : 'not verified: ' . implode(',', $answer['error-codes']), "\n";
