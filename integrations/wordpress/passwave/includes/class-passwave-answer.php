<?php
/**
 * What came of one call of siteverify.
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

/**
 * Passed, refused, misconfigured or unavailable. Only the first two say something about the visitor.
 */
final class Passwave_Answer {
	const PASSED        = 'passed';
	const REFUSED       = 'refused';
	const MISCONFIGURED = 'misconfigured';
	const UNAVAILABLE   = 'unavailable';

	/** Codes that the site's owner must mend. The server limits calls with a wrong secret, and no others. */
	const OWNERS_CODES = array( 'missing-input-secret', 'invalid-input-secret', 'sitekey-secret-mismatch', 'rate-limited' );

	/**
	 * One of the constants above.
	 *
	 * @var string
	 */
	public $kind;

	/**
	 * The server's error code, or one of ours: transport, status, redirect, not-passwave.
	 *
	 * @var string
	 */
	public $code;

	/**
	 * The transport's words, the status or the other address.
	 *
	 * @var string
	 */
	public $detail;

	/**
	 * What the check in the page had as its action.
	 *
	 * @var string
	 */
	public $action = '';

	/**
	 * The host of the page with the check.
	 *
	 * @var string
	 */
	public $hostname = '';

	/**
	 * Use the named constructors.
	 *
	 * @param string $kind   The kind.
	 * @param string $code   The code.
	 * @param string $detail More about it.
	 */
	public function __construct( $kind, $code = '', $detail = '' ) {
		$this->kind   = $kind;
		$this->code   = $code;
		$this->detail = $detail;
	}

	/**
	 * From what WordPress's HTTP client returns.
	 *
	 * @param array|WP_Error $response The response.
	 */
	public static function from_response( $response ) {
		if ( is_wp_error( $response ) ) {
			return new self( self::UNAVAILABLE, 'transport', $response->get_error_message() );
		}
		$status = (int) wp_remote_retrieve_response_code( $response );
		if ( $status >= 500 ) {
			return new self( self::UNAVAILABLE, 'status', (string) $status );
		}
		if ( $status >= 300 && $status < 400 ) {
			$address = (string) wp_remote_retrieve_header( $response, 'location' );
			return new self( self::MISCONFIGURED, 'redirect', preg_replace( '#/siteverify$#', '', $address ) );
		}
		$said = json_decode( wp_remote_retrieve_body( $response ), true );
		if ( true === ( $said['success'] ?? null ) ) {
			return self::passed( $said );
		}
		if ( ! isset( $said['success'], $said['error-codes'] ) || ! is_array( $said['error-codes'] ) ) {
			return new self( self::MISCONFIGURED, 'not-passwave', (string) $status );
		}
		return self::failed( $said['error-codes'] );
	}

	/**
	 * A good token.
	 *
	 * @param array $said What the server said.
	 */
	private static function passed( array $said ) {
		$answer           = new self( self::PASSED );
		$answer->action   = (string) ( $said['action'] ?? '' );
		$answer->hostname = (string) ( $said['hostname'] ?? '' );
		return $answer;
	}

	/**
	 * No good token.
	 *
	 * @param array $codes What the server said why.
	 */
	private static function failed( array $codes ) {
		$code = (string) reset( $codes );
		if ( in_array( $code, self::OWNERS_CODES, true ) ) {
			return new self( self::MISCONFIGURED, $code );
		}
		return new self( 'internal-error' === $code ? self::UNAVAILABLE : self::REFUSED, $code );
	}

	/**
	 * Whether the server has judged the token.
	 */
	public function is_verdict() {
		return self::PASSED === $this->kind || self::REFUSED === $this->kind;
	}

	/**
	 * The reason in words for the site's owner. Nothing in it is secret, and nothing is escaped.
	 */
	public function explain() {
		switch ( $this->code ) {
			case 'transport':
				/* translators: %s: the error message of the HTTP client. */
				return sprintf( __( 'WordPress cannot reach the Passwave server: %s', 'passwave' ), $this->detail );
			case 'status':
				/* translators: %s: an HTTP status such as 502. */
				return sprintf( __( 'The Passwave server, or a proxy before it, answers with status %s.', 'passwave' ), $this->detail );
			case 'redirect':
				/* translators: %s: an address. */
				return sprintf( __( 'The address leads on to %s: enter that one.', 'passwave' ), $this->detail );
			case 'not-passwave':
				return __( 'Something answers at this address, but it is not a Passwave server. Check the address.', 'passwave' );
			case 'sitekey-secret-mismatch':
				return __( 'The sitekey is wrong: it does not belong to this secret. Copy both from the output of "passwave init".', 'passwave' );
			case 'invalid-input-secret':
			case 'missing-input-secret':
			case 'rate-limited':
				return __( 'The secret is wrong: no site on this server has it.', 'passwave' );
			case 'internal-error':
				return __( 'The Passwave server reports a failure of its own. Look into its log.', 'passwave' );
		}
		/* translators: %s: an error code of the server. */
		return sprintf( __( 'The Passwave server says: %s', 'passwave' ), $this->code );
	}
}
