<?php
/**
 * Remembers for some minutes that a visitor was verified.
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

/**
 * A token is good once, but a mistyped password must not cost a second check. So a good token buys a pass: five tries
 * within ten minutes at one form, or one check would buy any number of guesses. The visitor has a random cookie, the
 * options table a row under its hash. Each try is one UPDATE that only one of several requests at the same time can win.
 */
final class Passwave_Passes {
	const COOKIE     = 'passwave_pass';
	const PREFIX     = 'passwave_pass_';
	const LIFETIME_S = 600;
	const TRIES      = 5;

	/**
	 * The visitor's random id, or the empty string.
	 *
	 * @var string
	 */
	private $id;

	/** The pass that the visitor's cookie names. */
	public function __construct() {
		$cookie   = sanitize_text_field( wp_unslash( $_COOKIE[ self::COOKIE ] ?? '' ) );
		$this->id = preg_match( '/^[0-9a-f]{32}$/', $cookie ) ? $cookie : '';
	}

	/**
	 * Gives the visitor a pass, of which one try is used now.
	 *
	 * @param string $form The form that it is good for.
	 */
	public function create( $form ) {
		global $wpdb;
		$this->id = bin2hex( random_bytes( 16 ) );
		$until    = time() + self::LIFETIME_S;
		// phpcs:disable WordPress.DB.DirectDatabaseQuery
		$wpdb->query(
			$wpdb->prepare(
				"DELETE FROM $wpdb->options WHERE option_name LIKE %s AND option_value < %s",
				$wpdb->esc_like( self::PREFIX ) . '%',
				(string) time()
			)
		);
		$wpdb->insert(
			$wpdb->options,
			array(
				'option_name'  => $this->row( $form ),
				'option_value' => $until . ':' . ( self::TRIES - 1 ),
				'autoload'     => 'no',
			)
		);
		// phpcs:enable
		$this->send_cookie( $until );
	}

	/**
	 * Whether the visitor has a pass for one more try.
	 *
	 * @param string $form The form.
	 */
	public function has( $form ) {
		list( $until, $tries ) = $this->read( $form );
		return $until > time() && $tries > 0;
	}

	/**
	 * Uses one try up.
	 *
	 * @param string $form The form.
	 */
	public function take( $form ) {
		global $wpdb;
		list( $until, $tries ) = $this->read( $form );
		while ( $until > time() && $tries > 0 ) {
			$where = array(
				'option_name'  => $this->row( $form ),
				'option_value' => $until . ':' . $tries,
			);
			// phpcs:ignore WordPress.DB.DirectDatabaseQuery
			if ( 1 === $wpdb->update( $wpdb->options, array( 'option_value' => $until . ':' . ( $tries - 1 ) ), $where ) ) {
				return true;
			}
			list( $until, $tries ) = $this->read( $form );
		}
		return false;
	}

	/**
	 * Ends the pass, whatever is left of it. Of several requests at the same time one alone is told that it did.
	 *
	 * @param string $form The form.
	 */
	public function end( $form ) {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery
		return '' !== $this->id && 1 === $wpdb->delete( $wpdb->options, array( 'option_name' => $this->row( $form ) ) );
	}

	/**
	 * Until when the pass is good and for how many tries.
	 *
	 * @param string $form The form.
	 * @return int[]
	 */
	private function read( $form ) {
		global $wpdb;
		if ( '' === $this->id ) {
			return array( 0, 0 );
		}
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery
		$row = $wpdb->get_var( $wpdb->prepare( "SELECT option_value FROM $wpdb->options WHERE option_name = %s", $this->row( $form ) ) );
		return $row ? array_map( 'intval', explode( ':', $row ) ) : array( 0, 0 );
	}

	/**
	 * The name of the row; whoever reads the table learns no cookie from it.
	 *
	 * @param string $form The form.
	 */
	private function row( $form ) {
		return self::PREFIX . $form . '_' . substr( hash( 'sha256', $this->id ), 0, 40 );
	}

	/**
	 * The cookie that names the pass.
	 *
	 * @param int $until When it ends.
	 */
	private function send_cookie( $until ) {
		if ( headers_sent() ) {
			return;
		}
		$options = array(
			'expires'  => $until,
			'path'     => SITECOOKIEPATH,
			'domain'   => (string) COOKIE_DOMAIN,
			'secure'   => is_ssl(),
			'httponly' => true,
			'samesite' => 'Lax',
		);
		setcookie( self::COOKIE, $this->id, $options );
	}
}
