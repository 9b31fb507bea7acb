<?php
// Checks a token offline, with the public keys: php offline.php TOKEN

class NotVerified extends Exception {}

/** The token's claims; throws NotVerified if it is not good. */
function verify(string $token): array
{
    $parts = explode('.', $token);
    $header = decoded($parts[0]);
    if (count($parts) !== 3 || ($header['alg'] ?? '') !== 'EdDSA' || ($header['typ'] ?? '') !== 'passwave-token') {
        throw new NotVerified('not genuine');
    }
    $key = publicKey($header['kid'] ?? '');
    $signature = bytes($parts[2]);
    if (
        strlen($signature) !== SODIUM_CRYPTO_SIGN_BYTES
        || !sodium_crypto_sign_verify_detached($signature, "$parts[0].$parts[1]", $key)
    ) {
        throw new NotVerified('not genuine');
    }
    $claims = decoded($parts[1]);
    if ($claims['aud'] !== getenv('PASSWAVE_SITEKEY')) {
        throw new NotVerified('not genuine');
    }
    if (time() >= $claims['exp']) {
        throw new NotVerified('expired');
    }
    record($claims['fid']);
    return $claims;
}

/** One file for each verification; "x" fails if it is there already. Keep it for two hours and ten minutes. */
function record(string $family): void
{
    $path = getenv('PASSWAVE_USED') . '/' . $family;
    if (@fopen($path, 'x') === false) {
        throw file_exists($path) ? new NotVerified('used before') : new RuntimeException("cannot write $path");
    }
}

/** Keep the answer for up to five minutes, in APCu for instance. */
function publicKey(string $kid): string
{
    $http = stream_context_create(['http' => ['timeout' => 5]]);
    $answer = file_get_contents(getenv('PASSWAVE_URL') . '/.well-known/jwks.json', false, $http);
    if ($answer === false) {
        throw new RuntimeException('the server cannot be reached');
    }
    foreach (json_decode($answer, true, flags: JSON_THROW_ON_ERROR)['keys'] as $key) {
        if ($key['kid'] === $kid && $key['crv'] === 'Ed25519') {
            return bytes($key['x']);
        }
    }
    throw new NotVerified('not genuine');
}

function decoded(string $part): array
{
    $value = json_decode(bytes($part), true);
    return is_array($value) ? $value : throw new NotVerified('not genuine');
}

function bytes(string $part): string
{
    return base64_decode(strtr($part, '-_', '+/'), true) ?: throw new NotVerified('not genuine');
}

try {
    verify($argv[1]);
    echo "verified\n";
} catch (NotVerified $cause) {
    echo 'not verified: ', $cause->getMessage(), "\n";
}
