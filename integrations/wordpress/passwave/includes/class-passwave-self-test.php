<?php
/**
 * The test on the settings page.
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

/**
 * First WordPress asks the server, then the browser loads the check, then the token that it brings is verified. Each
 * step says what is wrong; the last one starts the protection.
 */
final class Passwave_Self_Test {
	const ACTION = 'passwave_test';
	const FORM   = 'settings-test';

	/**
	 * The settings.
	 *
	 * @var Passwave_Settings
	 */
	private $settings;

	/**
	 * The server.
	 *
	 * @var Passwave_Server
	 */
	private $server;

	/**
	 * A test of these settings.
	 *
	 * @param Passwave_Settings $settings The settings.
	 * @param Passwave_Server   $server   Their server.
	 */
	public function __construct( Passwave_Settings $settings, Passwave_Server $server ) {
		$this->settings = $settings;
		$this->server   = $server;
	}

	/** Connects it. */
	public function add_hooks() {
		add_action( 'wp_ajax_' . self::ACTION, array( $this, 'answer' ) );
	}

	/**
	 * What the page needs for it.
	 *
	 * @param Passwave_Settings $settings The settings.
	 */
	public static function enqueue( Passwave_Settings $settings ) {
		$script = plugins_url( 'assets/settings.js', PASSWAVE_FILE );
		wp_enqueue_script( 'passwave-settings', $script, array(), Passwave_Widget::version(), true );
		$given  = array(
			'ajax'    => admin_url( 'admin-ajax.php' ),
			'nonce'   => wp_create_nonce( self::ACTION ),
			'server'  => $settings->get( 'server' ),
			'sitekey' => $settings->get( 'sitekey' ),
			'form'    => self::FORM,
			'words'   => self::words(),
		);
		wp_add_inline_script( 'passwave-settings', 'const passwaveTest = ' . wp_json_encode( $given ) . ';', 'before' );
	}

	/** Answers the page: without a token about the server, with one about the token. */
	public function answer() {
		check_ajax_referer( self::ACTION );
		if ( ! current_user_can( 'manage_options' ) ) {
			wp_send_json_error( '', 403 );
		}
		$token  = sanitize_text_field( wp_unslash( $_POST['token'] ?? '' ) );
		$answer = $this->server->ask( '' === $token ? Passwave_Server::NO_TOKEN : $token );
		if ( ! $answer->is_verdict() ) {
			wp_send_json_error( $answer->explain() );
		}
		if ( '' !== $token ) {
			$this->judge( $answer );
		}
		$this->ask_for_pages();
		wp_send_json_success();
	}

	/** Whether the server knows the hosts of this site. A browser could not say it: it may not read that refusal. */
	private function ask_for_pages() {
		foreach ( array_unique( array( site_url(), home_url() ) ) as $url ) {
			$code = $this->server->refuses_page( $url );
			if ( 'origin-not-allowed' === $code ) {
				/* translators: %s: the name of a host. */
				$words = __( 'The server does not allow this site to use the sitekey: add "%s" to "hostnames" in its configuration.', 'passwave' );
				wp_send_json_error( sprintf( $words, wp_parse_url( $url, PHP_URL_HOST ) ) );
			}
		}
	}

	/**
	 * Answers about the token.
	 *
	 * @param Passwave_Answer $answer What the server says of it.
	 */
	private function judge( Passwave_Answer $answer ) {
		if ( Passwave_Answer::PASSED !== $answer->kind || self::FORM !== $answer->action ) {
			wp_send_json_error( $answer->explain() );
		}
		if ( ! Passwave_Gate::is_of_this_site( $answer ) ) {
			/* translators: %s: the name of a host. */
			$words = __( 'The check was done on %s, which is not this site.', 'passwave' );
			wp_send_json_error( sprintf( $words, $answer->hostname ) );
		}
		$this->settings->mark_tested();
		Passwave_Trouble::clear();
		wp_send_json_success(
			$this->settings->is_switched_off()
				? __( 'Everything works. Protection starts as soon as PASSWAVE_DISABLED is gone from wp-config.php.', 'passwave' )
				: __( 'Everything works. Your forms are protected now.', 'passwave' )
		);
	}

	/** What the browser says by itself. */
	private static function words() {
		return array(
			'asking'   => __( 'Asking the server …', 'passwave' ),
			'loading'  => __( 'Loading the check …', 'passwave' ),
			'checking' => __( 'Doing the check …', 'passwave' ),
			'blocked'  => __( 'The server answers WordPress, but your browser could not load its script. Is it blocked by a content blocker or a Content-Security-Policy, or is the address known inside your network only?', 'passwave' ),
			'mixed'    => __( 'Your browser does not load a script from an http address into an https page. Give the server a certificate and enter its https address.', 'passwave' ),
			'files'    => __( 'Your browser loaded the script, but could not go on asking the server. Does a Content-Security-Policy (connect-src) or a content blocker forbid it?', 'passwave' ),
			/* translators: %s: an error code of the server. */
			'other'    => __( 'The check says: %s', 'passwave' ),
			'lost'     => __( 'WordPress itself did not answer. Load this page again.', 'passwave' ),
		);
	}
}
