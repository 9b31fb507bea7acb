<?php
/**
 * Asks the Passwave server whether a token is good.
 *
 * @license MIT OR Apache-2.0 OR GPL-2.0-or-later
 */

use dokuwiki\Extension\Plugin;
use dokuwiki\HTTP\DokuHTTPClient;
use dokuwiki\Logger;

class helper_plugin_passwave extends Plugin
{
    const TIMEOUT_S = 5;

    /** Anything else is no token, and is not passed on: a proxy could refuse it, and a script so feign an outage. */
    const TOKEN = '/^[A-Za-z0-9._-]{1,8192}$/D';

    /** Codes that the wiki's owner must mend: they say nothing about the visitor. */
    const OWNERS_CODES = [
        'missing-input-secret', 'invalid-input-secret', 'sitekey-secret-mismatch', 'rate-limited',
    ];

    /** "passed", "refused", "unavailable" or "misconfigured". */
    public function verdict(string $token, string $action): string
    {
        if (!preg_match(self::TOKEN, $token)) {
            return 'refused';
        }
        $fields = [
            'secret' => $this->getConf('secret'),
            'sitekey' => $this->getConf('sitekey'),
            'response' => $token,
            'idempotency_key' => bin2hex(random_bytes(16)),
        ];
        // A call that broke off is repeated once, with the same key, since the first may have arrived.
        $said = $this->ask($fields) ?? $this->ask($fields);
        if ($said === null) {
            Logger::error('Passwave: the server cannot be asked');
            return 'unavailable';
        }
        return $said['success'] === true
            ? ($said['action'] === $action ? 'passed' : 'refused')
            : $this->failure((string) ($said['error-codes'][0] ?? ''));
    }

    private function failure(string $code): string
    {
        if (!in_array($code, self::OWNERS_CODES, true)) {
            return 'refused';
        }
        Logger::error("Passwave: nobody can be verified: $code");
        return 'misconfigured';
    }

    /** One call: the answer, or null if there is none of a Passwave server. */
    private function ask(array $fields): ?array
    {
        $http = new DokuHTTPClient();
        $http->timeout = self::TIMEOUT_S;
        $http->max_redirect = 0;
        $http->keep_alive = false;
        $said = json_decode((string) $http->post($this->getConf('server') . '/siteverify', $fields), true);
        $isAnswer = is_array($said) && is_bool($said['success'] ?? null);
        return $isAnswer && ($said['error-codes'] ?? []) !== ['internal-error'] ? $said : null;
    }
}
