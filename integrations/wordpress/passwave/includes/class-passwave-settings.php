<?php
/**
 * The settings, and whether they are good for protecting anything.
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

/**
 * Settings come from the database; constants in wp-config.php go before them.
 */
final class Passwave_Settings {
	const OPTION = 'passwave';
	const TESTED = 'passwave_tested';
	const FORMS  = array( 'sign-in', 'register', 'lost-password', 'comment' );
	const LET_IN = 'let-in';
	const REFUSE = 'refuse';

	/** Where an outage must not shut people out, since other defences go on; what slips through elsewhere stays. */
	const LET_IN_BY_DEFAULT = array( 'sign-in', 'lost-password' );

	const CONSTANTS = array(
		'server'  => 'PASSWAVE_SERVER',
		'sitekey' => 'PASSWAVE_SITEKEY',
		'secret'  => 'PASSWAVE_SECRET',
	);

	/**
	 * The address of the server, the sitekey or the secret.
	 *
	 * @param string $name Which of them.
	 */
	public function get( $name ) {
		$value = $this->is_constant( $name ) ? constant( self::CONSTANTS[ $name ] ) : ( $this->stored()[ $name ] ?? '' );
		return 'server' === $name ? untrailingslashit( (string) $value ) : (string) $value;
	}

	/**
	 * Whether wp-config.php says it.
	 *
	 * @param string $name Which of them.
	 */
	public function is_constant( $name ) {
		return defined( self::CONSTANTS[ $name ] );
	}

	/**
	 * Whether the owner wants this form protected.
	 *
	 * @param string $form One of FORMS.
	 */
	public function protects( $form ) {
		return (bool) ( $this->stored()['forms'][ $form ] ?? true );
	}

	/**
	 * LET_IN or REFUSE.
	 *
	 * @param string $form One of FORMS.
	 */
	public function when_unreachable( $form ) {
		$usual = in_array( $form, self::LET_IN_BY_DEFAULT, true ) ? self::LET_IN : self::REFUSE;
		return $this->stored()['unreachable'][ $form ] ?? $usual;
	}

	/** Whether there is enough to ask the server. */
	public function is_complete() {
		return '' !== $this->get( 'server' ) && '' !== $this->get( 'sitekey' ) && '' !== $this->get( 'secret' );
	}

	/** Whether wp-config.php switches the plugin off. */
	public function is_switched_off() {
		return defined( 'PASSWAVE_DISABLED' ) && PASSWAVE_DISABLED;
	}

	/** Whether the test has passed with exactly these settings on this site. */
	public function is_tested() {
		return $this->is_complete() && hash_equals( (string) get_option( self::TESTED, '' ), $this->fingerprint() );
	}

	/** Notes that the test has passed. */
	public function mark_tested() {
		update_option( self::TESTED, $this->fingerprint() );
	}

	/** Whether forms are protected. */
	public function is_active() {
		return ! $this->is_switched_off() && $this->is_tested();
	}

	/**
	 * Other settings, and a copy of this site at another address, are others. The address is taken as it stands in the
	 * database: one that wp-config.php makes out of the request would let a visitor choose it. No salt is in it, since
	 * some sites change theirs every month.
	 */
	private function fingerprint() {
		$site = wp_load_alloptions()['siteurl'] ?? '';
		$what = array( $this->get( 'server' ), $this->get( 'sitekey' ), $this->get( 'secret' ), $site );
		return hash( 'sha256', wp_json_encode( $what ) );
	}

	/** What the database has. */
	private function stored() {
		$stored = get_option( self::OPTION, array() );
		return is_array( $stored ) ? $stored : array();
	}

	/**
	 * Makes of what a form sent what may be stored.
	 *
	 * @param mixed $sent What was sent.
	 */
	public function sanitize( $sent ) {
		$sent   = is_array( $sent ) ? $sent : array();
		$server = esc_url_raw( trim( (string) ( $sent['server'] ?? '' ) ), array( 'https', 'http' ) );
		$clean  = array(
			'server'  => untrailingslashit( $server ),
			'sitekey' => sanitize_text_field( $sent['sitekey'] ?? '' ),
			'secret'  => $this->new_secret( $sent ),
		);
		foreach ( self::FORMS as $form ) {
			$is_open                       = self::LET_IN === ( $sent['unreachable'][ $form ] ?? '' );
			$clean['forms'][ $form ]       = ! empty( $sent['forms'][ $form ] );
			$clean['unreachable'][ $form ] = $is_open ? self::LET_IN : self::REFUSE;
		}
		return $clean;
	}

	/**
	 * The page never shows the secret, so an empty field keeps it.
	 *
	 * @param array $sent What was sent.
	 */
	private function new_secret( array $sent ) {
		$secret = trim( (string) ( $sent['secret'] ?? '' ) );
		return '' === $secret ? (string) ( $this->stored()['secret'] ?? '' ) : sanitize_text_field( $secret );
	}
}
