<?php

namespace Passwave;

use MediaWiki\Logger\LoggerFactory;
use MediaWiki\MediaWikiServices;

/**
 * Asks the Passwave server whether a token is good.
 */
final class Siteverify {
	public const PASSED = 'passed';
	public const REFUSED = 'refused';
	public const UNAVAILABLE = 'unavailable';
	public const MISCONFIGURED = 'misconfigured';

	private const TIMEOUT_S = 5;

	/** Anything else is no token, and is not passed on: a proxy could refuse it, and a script so feign an outage. */
	private const TOKEN = '/^[A-Za-z0-9._-]{1,8192}$/D';

	/** Codes that the wiki's owner must mend: they say nothing about the visitor. */
	private const OWNERS_CODES = [
		'missing-input-secret', 'invalid-input-secret', 'sitekey-secret-mismatch', 'rate-limited'
	];

	/** @var string */
	private $server;

	/** @var string[] */
	private $keys;

	public function __construct( string $server, string $sitekey, string $secret ) {
		$this->server = rtrim( $server, '/' );
		$this->keys = [ 'sitekey' => $sitekey, 'secret' => $secret ];
	}

	/**
	 * What the server says: one of the constants. A call that broke off is repeated once, with the same key, since the
	 * first may have arrived.
	 */
	public function verdict( string $token, string $action ): string {
		if ( !preg_match( self::TOKEN, $token ) ) {
			return self::REFUSED;
		}
		$fields = $this->keys + [ 'response' => $token, 'idempotency_key' => bin2hex( random_bytes( 16 ) ) ];
		$said = $this->ask( $fields ) ?? $this->ask( $fields );
		if ( $said === null ) {
			$this->log( 'the server cannot be asked' );
			return self::UNAVAILABLE;
		}
		if ( $said['success'] === true ) {
			return $said['action'] === $action ? self::PASSED : self::REFUSED;
		}
		return $this->failure( (string)( $said['error-codes'][0] ?? '' ) );
	}

	private function failure( string $code ): string {
		if ( !in_array( $code, self::OWNERS_CODES, true ) ) {
			return self::REFUSED;
		}
		$this->log( "nobody can be verified: $code" );
		return self::MISCONFIGURED;
	}

	/**
	 * One call: the answer, or null if there is none of a Passwave server.
	 *
	 * @param string[] $fields
	 */
	private function ask( array $fields ): ?array {
		$options = [ 'method' => 'POST', 'postData' => $fields, 'followRedirects' => false ];
		$options += [ 'timeout' => self::TIMEOUT_S, 'connectTimeout' => self::TIMEOUT_S ];
		$request = MediaWikiServices::getInstance()->getHttpRequestFactory()
			->create( "$this->server/siteverify", $options, __METHOD__ );
		$request->execute();
		$said = json_decode( (string)$request->getContent(), true );
		$isAnswer = is_array( $said ) && is_bool( $said['success'] ?? null );
		return $isAnswer && ( $said['error-codes'] ?? [] ) !== [ 'internal-error' ] ? $said : null;
	}

	private function log( string $message ): void {
		LoggerFactory::getInstance( 'captcha' )->error( "Passwave: $message" );
	}
}
