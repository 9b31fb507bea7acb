<?php
/**
 * Asks the Passwave server about tokens.
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

/**
 * POST /siteverify.
 */
final class Passwave_Server {
	const TIMEOUT_S = 3;

	/** Anything else is no token. A proxy could refuse to pass it on, and a script could so feign an outage. */
	const TOKEN = '/^[A-Za-z0-9._-]{1,8192}$/D';

	/** What no server takes for a token: the answer tells whether address, secret and sitekey are right. */
	const NO_TOKEN = 'no-token';

	/**
	 * The settings.
	 *
	 * @var Passwave_Settings
	 */
	private $settings;

	/**
	 * A client of the server that the settings name.
	 *
	 * @param Passwave_Settings $settings The settings.
	 */
	public function __construct( Passwave_Settings $settings ) {
		$this->settings = $settings;
	}

	/**
	 * What the server says of a visitor's token; takes note if it says nothing.
	 *
	 * @param string $token The token.
	 */
	public function verify( $token ) {
		if ( ! preg_match( self::TOKEN, $token ) ) {
			return new Passwave_Answer( Passwave_Answer::REFUSED, 'invalid-input-response' );
		}
		$recent = Passwave_Trouble::recent();
		if ( $recent ) {
			return $recent;
		}
		$answer = $this->ask( $token );
		Passwave_Trouble::note( $answer );
		return $answer;
	}

	/**
	 * Asks, and asks once more if the call broke off: with the same key, since the first call may have arrived.
	 *
	 * @param string $token The token.
	 */
	public function ask( $token ) {
		$body   = array(
			'secret'          => $this->settings->get( 'secret' ),
			'sitekey'         => $this->settings->get( 'sitekey' ),
			'response'        => $token,
			'idempotency_key' => wp_generate_uuid4(),
		);
		$answer = $this->post( $body );
		return Passwave_Answer::UNAVAILABLE === $answer->kind ? $this->post( $body ) : $answer;
	}

	/**
	 * One call.
	 *
	 * @param array $body The fields.
	 */
	private function post( array $body ) {
		// For a server that WordPress reaches at another address than visitors do.
		$address   = apply_filters( 'passwave_siteverify_url', $this->settings->get( 'server' ) . '/siteverify' );
		$arguments = array(
			'body'                => $body,
			'timeout'             => self::TIMEOUT_S,
			'redirection'         => 0,
			'limit_response_size' => 65536,
		);
		return Passwave_Answer::from_response( wp_remote_post( $address, $arguments ) );
	}

	/**
	 * Why pages of a site may not use the sitekey: the server's error code, or the empty string.
	 *
	 * @param string $url The site's address.
	 */
	public function refuses_page( $url ) {
		$parts  = wp_parse_url( $url );
		$origin = $parts['scheme'] . '://' . $parts['host'] . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' );
		$query  = '/challenge?sitekey=' . rawurlencode( $this->settings->get( 'sitekey' ) );
		$asked  = wp_remote_get(
			$this->settings->get( 'server' ) . $query,
			array(
				'headers' => array( 'Origin' => $origin ),
				'timeout' => self::TIMEOUT_S,
			)
		);
		$said   = json_decode( wp_remote_retrieve_body( $asked ), true );
		return (string) ( $said['error-codes'][0] ?? '' );
	}
}
