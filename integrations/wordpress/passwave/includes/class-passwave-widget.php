<?php
/**
 * The check as it stands in a form.
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

/**
 * Prints the element and loads the server's script, on pages with a form only.
 */
final class Passwave_Widget {
	const SCRIPT = 'passwave';
	const HELPER = 'passwave-form';

	/**
	 * The settings.
	 *
	 * @var Passwave_Settings
	 */
	private $settings;

	/**
	 * The passes.
	 *
	 * @var Passwave_Passes
	 */
	private $passes;

	/**
	 * The element for this site.
	 *
	 * @param Passwave_Settings $settings The settings.
	 * @param Passwave_Passes   $passes   The passes.
	 */
	public function __construct( Passwave_Settings $settings, Passwave_Passes $passes ) {
		$this->settings = $settings;
		$this->passes   = $passes;
		add_filter( 'script_loader_tag', array( __CLASS__, 'load_async' ), 10, 2 );
	}

	/**
	 * Prints the check.
	 *
	 * @param string $form One of Passwave_Settings::FORMS.
	 */
	public function print_check( $form ) {
		echo $this->html( (string) $form ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- Escaped below.
	}

	/**
	 * The check, or the word that none is needed, since this visitor was verified just now.
	 *
	 * @param string $form The form.
	 */
	public function html( $form ) {
		wp_enqueue_style( self::HELPER, plugins_url( 'assets/form.css', PASSWAVE_FILE ), array(), self::version() );
		if ( $this->passes->has( $form ) ) {
			return '<div class="passwave-check"><p>' . esc_html__( 'You are verified.', 'passwave' ) . '</p></div>';
		}
		$this->enqueue_scripts();
		$sitekey = esc_attr( $this->settings->get( 'sitekey' ) );
		$element = sprintf( '<pass-wave sitekey="%s" action="%s" required></pass-wave>', $sitekey, esc_attr( $form ) );
		$note    = sprintf( '<p class="passwave-note" aria-live="polite" data-text="%s"></p>', esc_attr( $this->not_loaded( $form ) ) );
		$without = esc_html__( 'The human check needs JavaScript. Please switch it on.', 'passwave' );
		return '<div class="passwave-check">' . $element . $note . '<noscript><p>' . $without . '</p></noscript></div>';
	}

	/**
	 * What the page says if the script did not come.
	 *
	 * @param string $form The form.
	 */
	private function not_loaded( $form ) {
		if ( Passwave_Settings::LET_IN === $this->settings->when_unreachable( $form ) ) {
			return __( 'The human check could not be loaded. Send the form all the same; if it is refused, switch off content blockers for this page.', 'passwave' );
		}
		return __( 'The human check could not be loaded. Please switch off content blockers for this page, or try again in a minute.', 'passwave' );
	}

	/** The scripts come at the foot of the page. */
	private function enqueue_scripts() {
		wp_enqueue_script( self::HELPER, plugins_url( 'assets/form.js', PASSWAVE_FILE ), array(), self::version(), true );
		$script = $this->settings->get( 'server' ) . '/passwave.js';
		// phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion -- The server caches by itself.
		wp_enqueue_script( self::SCRIPT, $script, array( self::HELPER ), null, true );
	}

	/** The version of this plugin. */
	public static function version() {
		return get_file_data( PASSWAVE_FILE, array( 'Version' ) )[0];
	}

	/**
	 * A server that does not answer must not hold up the page.
	 *
	 * @param string $tag    The script's tag.
	 * @param string $handle Its handle.
	 */
	public static function load_async( $tag, $handle ) {
		return self::SCRIPT === $handle ? str_replace( ' src=', ' async src=', $tag ) : $tag;
	}
}
