<?php
/**
 * Notices in the dashboard.
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

/**
 * Says that nothing is protected yet, or that the server cannot be asked. Seen by those who can mend it.
 */
final class Passwave_Notices {

	/**
	 * The settings.
	 *
	 * @var Passwave_Settings
	 */
	private $settings;

	/**
	 * Notices about these settings.
	 *
	 * @param Passwave_Settings $settings The settings.
	 */
	public function __construct( Passwave_Settings $settings ) {
		$this->settings = $settings;
	}

	/** Connects them. */
	public function add_hooks() {
		add_action( 'admin_notices', array( $this, 'print_notice' ) );
	}

	/** One notice at most. */
	public function print_notice() {
		if ( ! current_user_can( 'manage_options' ) || $this->settings->is_switched_off() ) {
			return;
		}
		if ( $this->settings->is_active() ) {
			$this->print_trouble();
		} elseif ( 'settings_page_' . Passwave_Settings_Page::SLUG !== get_current_screen()->id ) {
			$words = __( 'Passwave does not protect any form yet.', 'passwave' );
			self::print_box( 'warning', $words, __( 'Enter its settings and run the test.', 'passwave' ) );
		}
	}

	/** Since when nobody can be verified, and why. */
	private function print_trouble() {
		$lasting = Passwave_Trouble::lasting();
		if ( $lasting ) {
			list( $answer, $since ) = $lasting;
			$time                   = wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), $since );
			/* translators: 1: a time, 2: the reason. */
			$words = __( 'Passwave has verified nobody since %1$s. %2$s', 'passwave' );
			self::print_box( 'error', sprintf( $words, $time, $answer->explain() ), __( 'Settings and test', 'passwave' ) );
		}
	}

	/**
	 * A notice with a link to the settings.
	 *
	 * @param string $kind  warning or error.
	 * @param string $words What is to say.
	 * @param string $link  What the link says.
	 */
	private static function print_box( $kind, $words, $link ) {
		printf(
			'<div class="notice notice-%s passwave-notice"><p>%s <a href="%s">%s</a></p></div>',
			esc_attr( $kind ),
			esc_html( $words ),
			esc_url( Passwave_Settings_Page::url() ),
			esc_html( $link )
		);
	}
}
