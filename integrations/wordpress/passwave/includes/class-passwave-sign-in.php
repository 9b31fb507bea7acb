<?php
/**
 * The check before a password is tried.
 *
 * @package Passwave
 */

defined( 'ABSPATH' ) || exit;

/**
 * Every password of an account that is tried by "authenticate" needs a check, whatever form or plugin brings it.
 * Programs (XML-RPC, REST) cannot do one: they use application passwords, which WordPress tests elsewhere, or by its
 * filter without asking "wp_authenticate_user".
 */
final class Passwave_Sign_In {
	const FORM = 'sign-in';

	/**
	 * The gate.
	 *
	 * @var Passwave_Gate
	 */
	private $gate;

	/**
	 * The widget.
	 *
	 * @var Passwave_Widget
	 */
	private $widget;

	/**
	 * Why no password may be tried now.
	 *
	 * @var WP_Error|null
	 */
	private $refusal;

	/**
	 * A sign-in that asks this gate.
	 *
	 * @param Passwave_Gate   $gate   The gate.
	 * @param Passwave_Widget $widget The widget.
	 */
	public function __construct( Passwave_Gate $gate, Passwave_Widget $widget ) {
		$this->gate   = $gate;
		$this->widget = $widget;
	}

	/**
	 * Connects it, if the owner wants it.
	 *
	 * @param Passwave_Settings $settings The settings.
	 */
	public function add_hooks( Passwave_Settings $settings ) {
		if ( ! $settings->protects( self::FORM ) ) {
			return;
		}
		add_action( 'login_form', array( $this, 'print_check' ) );
		add_filter( 'login_form_middle', array( $this, 'append_check' ) );
		add_filter( 'authenticate', array( $this, 'check' ), 1, 3 );
		add_filter( 'wp_authenticate_user', array( $this, 'refuse_password' ), 1 );
		add_filter( 'authenticate', array( $this, 'enforce' ), PHP_INT_MAX );
		add_action( 'wp_login', array( $this, 'forget' ) );
		add_filter( 'shake_error_codes', array( __CLASS__, 'shake' ) );
	}

	/** In wp-login.php. */
	public function print_check() {
		$this->widget->print_check( self::FORM );
	}

	/**
	 * In forms that themes and blocks print.
	 *
	 * @param string $html What stands there already.
	 */
	public function append_check( $html ) {
		return $html . $this->widget->html( self::FORM );
	}

	/**
	 * Before anything is tried. Without name and password nobody is signing in: a cookie is looked at, or the empty form.
	 *
	 * @param mixed  $user     Who it is, if somebody knows already.
	 * @param string $username What was typed.
	 * @param string $password What was typed.
	 */
	public function check( $user, $username, $password ) {
		$is_empty      = '' === (string) $username && '' === (string) $password;
		$this->refusal = $is_empty ? null : $this->refusal();
		return $user;
	}

	/**
	 * Where a password is about to be compared: without a check it is not.
	 *
	 * @param mixed $user The account.
	 */
	public function refuse_password( $user ) {
		return $this->refusal ? $this->refusal : $user;
	}

	/**
	 * After all others, so that the answer tells nothing about names, and no other plugin lets somebody in.
	 *
	 * @param mixed $user Who it is.
	 */
	public function enforce( $user ) {
		return $this->refusal && ! self::is_program() ? $this->refusal : $user;
	}

	/** A sign-in uses the pass up. */
	public function forget() {
		$this->gate->forget( self::FORM );
	}

	/**
	 * The form shakes, as it does for a wrong password.
	 *
	 * @param string[] $codes Error codes.
	 */
	public static function shake( $codes ) {
		return array_merge( $codes, array( 'passwave_missing', 'passwave_refused', 'passwave_unavailable' ) );
	}

	/** Why no password may be tried. */
	private function refusal() {
		if ( self::is_program() && apply_filters( 'passwave_protects', true, self::FORM ) ) {
			$words = __( 'Programs sign in with an application password; the password of an account needs a human check.', 'passwave' );
			return new WP_Error( 'passwave_program', $words, array( 'status' => 403 ) );
		}
		$refusal = $this->gate->refusal( self::FORM );
		if ( $refusal && 'wp-login.php' !== ( $GLOBALS['pagenow'] ?? '' ) ) {
			return self::with_link( $refusal );
		}
		return $refusal;
	}

	/**
	 * Another plugin's form may have no check: the sign-in page has.
	 *
	 * @param WP_Error $refusal The refusal.
	 */
	private static function with_link( WP_Error $refusal ) {
		$words = esc_html__( 'If there is none in this form, go to the sign-in page.', 'passwave' );
		$link  = sprintf( ' <a href="%s">%s</a>', esc_url( wp_login_url() ), $words );
		return new WP_Error( $refusal->get_error_code(), $refusal->get_error_message() . $link );
	}

	/** Whether this request cannot show a form. */
	private static function is_program() {
		return ( defined( 'XMLRPC_REQUEST' ) && XMLRPC_REQUEST ) || ( defined( 'REST_REQUEST' ) && REST_REQUEST );
	}
}
