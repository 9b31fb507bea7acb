<?php
/**
 * Settings, Passwave.
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

/**
 * The page: where things stand, the settings, the test.
 */
final class Passwave_Settings_Page {
	const SLUG = 'passwave';

	/**
	 * The settings.
	 *
	 * @var Passwave_Settings
	 */
	private $settings;

	/**
	 * The fields.
	 *
	 * @var Passwave_Fields
	 */
	private $fields;

	/**
	 * A page for these settings.
	 *
	 * @param Passwave_Settings $settings The settings.
	 * @param Passwave_Fields   $fields   Their fields.
	 */
	public function __construct( Passwave_Settings $settings, Passwave_Fields $fields ) {
		$this->settings = $settings;
		$this->fields   = $fields;
	}

	/** Connects it. */
	public function add_hooks() {
		add_action( 'admin_menu', array( $this, 'add_page' ) );
		add_action( 'admin_init', array( $this, 'register' ) );
		add_filter( 'plugin_action_links_' . plugin_basename( PASSWAVE_FILE ), array( $this, 'add_link' ) );
	}

	/** Its address. */
	public static function url() {
		return admin_url( 'options-general.php?page=' . self::SLUG );
	}

	/** In the menu. */
	public function add_page() {
		add_options_page( 'Passwave', 'Passwave', 'manage_options', self::SLUG, array( $this, 'print_page' ) );
	}

	/** What options.php may store. */
	public function register() {
		$how = array( 'sanitize_callback' => array( $this->settings, 'sanitize' ) );
		register_setting( self::SLUG, Passwave_Settings::OPTION, $how );
		wp_add_privacy_policy_content( 'Passwave', wp_kses_post( self::privacy() ) );
	}

	/**
	 * In the list of plugins.
	 *
	 * @param string[] $links Other links.
	 */
	public function add_link( $links ) {
		$own = sprintf( '<a href="%s">%s</a>', esc_url( self::url() ), esc_html__( 'Settings', 'passwave' ) );
		return array_merge( array( $own ), $links );
	}

	/** The page. */
	public function print_page() {
		echo '<div class="wrap"><h1>Passwave</h1>';
		printf( '<p id="passwave-state"><strong>%s</strong></p>', esc_html( $this->state() ) );
		echo '<form action="options.php" method="post">';
		settings_fields( self::SLUG );
		$this->fields->print_keys();
		$this->fields->print_forms();
		submit_button();
		echo '</form>';
		$this->print_test();
		$this->print_way_out();
		echo '</div>';
	}

	/** Where things stand. */
	private function state() {
		if ( $this->settings->is_switched_off() ) {
			return __( 'Switched off by PASSWAVE_DISABLED in wp-config.php: no form is protected.', 'passwave' );
		}
		if ( ! $this->settings->is_complete() ) {
			return __( 'Not protecting yet: enter the three values and save them.', 'passwave' );
		}
		return $this->settings->is_tested()
			? __( 'Protecting your forms.', 'passwave' )
			: __( 'Not protecting yet: run the test below. Protection starts when it passes.', 'passwave' );
	}

	/** The test. */
	private function print_test() {
		echo '<h2>' . esc_html__( 'Test', 'passwave' ) . '</h2>';
		if ( ! $this->settings->is_complete() ) {
			echo '<p>' . esc_html__( 'Save your settings first.', 'passwave' ) . '</p>';
			return;
		}
		Passwave_Self_Test::enqueue( $this->settings );
		echo '<p>' . esc_html__( 'Asks the server, loads the check into this page and does it once, as a visitor does. It tests what is saved.', 'passwave' ) . '</p>';
		echo '<p><button type="button" class="button button-secondary" id="passwave-test-button">';
		echo esc_html__( 'Test', 'passwave' ) . '</button></p>';
		echo '<div id="passwave-test-check"></div><p id="passwave-test-result" aria-live="polite"></p>';
		echo '<noscript><p>' . esc_html__( 'The test needs JavaScript.', 'passwave' ) . '</p></noscript>';
	}

	/** How to get in again. */
	private function print_way_out() {
		echo '<h2>' . esc_html__( 'If you cannot sign in', 'passwave' ) . '</h2>';
		printf(
			/* translators: 1: a line of PHP, 2: the name of a file. */
			'<p>' . esc_html__( 'Add the line %1$s to %2$s: the plugin then protects nothing, and you can sign in and mend the settings.', 'passwave' ) . '</p>',
			'<code>define( \'PASSWAVE_DISABLED\', true );</code>',
			'<code>wp-config.php</code>'
		);
	}

	/** What the site's privacy policy may say. */
	private static function privacy() {
		return '<p>' . __( 'Our forms load a human check from our own server. After it a random cookie (passwave_pass) tells for ten minutes that you were verified, so that a mistyped password needs no second check.', 'passwave' ) . '</p>';
	}
}
