<?php
/**
 * The fields of the settings page.
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

/**
 * Every field has a label of its own; the secret is never printed.
 */
final class Passwave_Fields {

	/**
	 * The settings.
	 *
	 * @var Passwave_Settings
	 */
	private $settings;

	/**
	 * Fields for these settings.
	 *
	 * @param Passwave_Settings $settings The settings.
	 */
	public function __construct( Passwave_Settings $settings ) {
		$this->settings = $settings;
	}

	/** Server, sitekey and secret. */
	public function print_keys() {
		$secret = '' === $this->settings->get( 'secret' )
			? __( 'For this server alone; it never appears in a page.', 'passwave' )
			: __( 'A secret is saved. Leave this empty to keep it.', 'passwave' );
		echo '<h2>' . esc_html__( 'Your Passwave server', 'passwave' ) . '</h2>';
		echo '<table class="form-table" role="presentation">';
		$this->print_key( 'server', __( 'Address', 'passwave' ), 'url', __( 'Such as https://check.example.org', 'passwave' ) );
		$this->print_key( 'sitekey', __( 'Sitekey', 'passwave' ), 'text', __( '"passwave init" prints it, and the secret.', 'passwave' ) );
		$this->print_key( 'secret', __( 'Secret', 'passwave' ), 'password', $secret );
		echo '</table>';
	}

	/**
	 * One of them.
	 *
	 * @param string $name  Its name.
	 * @param string $label Its label.
	 * @param string $type  The input's type.
	 * @param string $hint  A hint.
	 */
	private function print_key( $name, $label, $type, $hint ) {
		$is_constant = $this->settings->is_constant( $name );
		if ( $is_constant ) {
			/* translators: %s: the name of a constant. */
			$hint = sprintf( __( 'Set by %s in wp-config.php.', 'passwave' ), Passwave_Settings::CONSTANTS[ $name ] );
		}
		printf(
			'<tr><th scope="row"><label for="passwave-%1$s">%2$s</label></th><td>
			<input id="passwave-%1$s" name="%3$s[%1$s]" type="%4$s" value="%5$s" class="regular-text" autocomplete="%8$s"
				spellcheck="false" aria-describedby="passwave-%1$s-hint"%6$s>
			<p class="description" id="passwave-%1$s-hint">%7$s</p></td></tr>',
			esc_attr( $name ),
			esc_html( $label ),
			esc_attr( Passwave_Settings::OPTION ),
			esc_attr( $type ),
			esc_attr( 'secret' === $name ? '' : $this->settings->get( $name ) ),
			disabled( $is_constant, true, false ),
			esc_html( $hint ),
			// Browsers would fill the owner's own password in.
			'password' === $type ? 'new-password' : 'off'
		);
	}

	/** What is protected, and what happens if the server cannot be asked. */
	public function print_forms() {
		echo '<h2>' . esc_html__( 'Forms', 'passwave' ) . '</h2>';
		echo '<p>' . esc_html__( 'If the server cannot be asked, sign-in and lost password let people in by default: an outage would shut everyone out, you too, while passwords still protect. Registration and comments refuse: what slips through stays.', 'passwave' ) . '</p>';
		echo '<table class="form-table" role="presentation">';
		foreach ( self::names() as $form => $name ) {
			$this->print_form( $form, $name );
		}
		echo '</table>';
	}

	/**
	 * The row of a form.
	 *
	 * @param string $form One of Passwave_Settings::FORMS.
	 * @param string $name Its name.
	 */
	private function print_form( $form, $name ) {
		printf(
			'<tr><th scope="row">%2$s</th><td><fieldset><legend class="screen-reader-text">%2$s</legend>
			<label><input type="checkbox" name="%3$s[forms][%1$s]" value="1"%4$s> %5$s</label><br>
			<label for="passwave-unreachable-%1$s">%6$s</label>
			<select id="passwave-unreachable-%1$s" name="%3$s[unreachable][%1$s]">%7$s</select></fieldset></td></tr>',
			esc_attr( $form ),
			esc_html( $name ),
			esc_attr( Passwave_Settings::OPTION ),
			checked( $this->settings->protects( $form ), true, false ),
			esc_html__( 'Needs a human check', 'passwave' ),
			esc_html__( 'If the server cannot be asked:', 'passwave' ),
			$this->choices( $form ) // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- Escaped there.
		);
	}

	/**
	 * What can happen if the server cannot be asked.
	 *
	 * @param string $form The form.
	 */
	private function choices( $form ) {
		$hold    = __( 'hold the comment for moderation', 'passwave' );
		$choices = array(
			Passwave_Settings::LET_IN => 'comment' === $form ? $hold : __( 'let people in', 'passwave' ),
			Passwave_Settings::REFUSE => __( 'refuse, and ask people to try again', 'passwave' ),
		);
		$html    = '';
		foreach ( $choices as $value => $words ) {
			$is_chosen = selected( $this->settings->when_unreachable( $form ), $value, false );
			$html     .= sprintf( '<option value="%s"%s>%s</option>', esc_attr( $value ), $is_chosen, esc_html( $words ) );
		}
		return $html;
	}

	/** The forms' names. */
	private static function names() {
		return array(
			'sign-in'       => __( 'Sign-in', 'passwave' ),
			'register'      => __( 'Registration', 'passwave' ),
			'lost-password' => __( 'Lost password', 'passwave' ),
			'comment'       => __( 'Comments', 'passwave' ),
		);
	}
}
